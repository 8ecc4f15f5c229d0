import type { problems as english } from "../en/problems";

export const problems: Record<keyof typeof english, string> = {
  "problem.feature_twice": "입력 특성은 하나씩만 쓸 수 있어요.",
  "problem.too_many_classes": "이 데이터의 클래스는 최대 {most}개예요. 수를 줄여 주세요.",
  "problem.feature_of_x2": "이 데이터는 입력이 x₁ 하나뿐이에요. x₁의 특성만 고르세요.",
  "problem.layer_id_taken": "‘{id}’ 이름의 층이 이미 있어요. 층마다 다른 이름을 쓰세요.",
  "problem.loss_needs_classes":
    "이 데이터는 클래스가 아니라 값을 예측해요. 평균 제곱 오차나 후버 손실을 고르세요.",
  "problem.loss_needs_two_classes":
    "이진 교차 엔트로피는 클래스가 둘일 때 써요. 셋 이상이면 교차 엔트로피를 고르세요.",
  "problem.too_many_parameters":
    "이 신경망의 매개변수는 {count}개로, 한도 {most}개를 넘어요. 뉴런이나 층을 줄이세요.",
  "problem.patch_does_not_fit": "지금 설정에는 맞지 않는 변경이에요. 확인하고 다시 해 보세요.",
  "problem.set_up_too_large":
    "이 설정은 {count} kB가 되는데 한도는 {most} kB예요. 찍은 점이나 열, 고정한 가중치를 줄이세요.",
  "problem.patch_too_large":
    "이 편집은 설정을 설정 안에 복사해 지나치게 커져요. 더 작게 바꿔 보세요.",
  "problem.patch_too_long": "한 번에 바꿀 수 있는 것은 {most}가지까지예요. 나눠서 바꾸세요.",
  "problem.not_a_spec": "플레이그라운드의 설정이 아니에요. 여기서 저장한 설정을 고르세요.",
  "problem.unknown_version":
    "다른 버전의 플레이그라운드에서 만든 설정이에요. 여기서는 버전 {most}만 읽어요.",
  "problem.invalid_field": "‘{field}’ 값은 이렇게 쓸 수 없어요. 바꿔서 다시 해 보세요.",
  "problem.too_small": "‘{field}’ 값이 너무 작아요. {least} 이상이어야 해요.",
  "problem.too_large": "‘{field}’ 값이 너무 커요. {most} 이하여야 해요.",
  "problem.not_above": "‘{field}’ 값은 {least}보다 커야 해요.",
  "problem.not_below": "‘{field}’ 값은 {most}보다 작아야 해요.",
  "problem.not_a_number": "‘{field}’에는 숫자를 넣어 주세요.",
  "problem.not_whole": "‘{field}’에는 정수를 넣어 주세요.",
  "problem.not_a_choice": "‘{field}’ 값은 다음 가운데 하나여야 해요: {choices}.",
  "problem.wrong_type": "‘{field}’ 값의 형식이 맞지 않아요.",
  "problem.too_long": "‘{field}’ 항목이 너무 길어요. 최대 {most}까지예요.",
  "problem.too_short": "‘{field}’ 항목이 너무 짧아요. {least} 이상 필요해요.",
  "problem.unknown_field": "‘{field}’ 항목은 여기에 없어요. 빼고 다시 해 보세요.",
  "problem.missing_field": "‘{field}’ 항목이 빠졌어요.",
  "problem.missing_kind": "‘{field}’의 종류를 정해 주세요.",
  "problem.bad_name": "‘{field}’에는 영문 소문자, 숫자, -, _만 16자까지 쓸 수 있어요.",
  "problem.broken_link": "링크가 깨졌거나 복사하다가 잘렸어요. 링크를 다시 받거나 새로 시작하세요.",
  "problem.no_such_preset": "‘{preset}’ 예제는 없어요.",
  "problem.no_such_lesson": "‘{lesson}’ 레슨은 없어요. 목록에서 골라 보세요.",
  "problem.one_beginning": "설정, 예제, 레슨, 링크 가운데 하나로만 시작할 수 있어요.",
  "problem.bad_revision": "설정의 개정 번호를 읽을 수 없어요. 페이지를 새로 고치세요.",
  "problem.bad_request_id": "요청 번호를 읽을 수 없어요. 페이지를 새로 고치세요.",
  "problem.revision_needed": "설정의 개정 번호가 빠졌어요. 페이지를 새로 고치세요.",
  "problem.conflict": "다른 사람이 먼저 바꿨어요. 새 설정을 확인하고 다시 해 보세요.",
  "problem.conflict_with":
    "다른 사람이 먼저 바꿨어요(바꾼 사람: {author}). 새 설정을 확인하고 다시 해 보세요.",
  "problem.too_many_links": "쓸 수 있는 링크는 세션마다 최대 {most}개예요. 먼저 하나를 꺼 주세요.",
  "problem.last_edit_link":
    "이 세션을 바꿀 수 있는 기한 없는 마지막 링크예요. 먼저 다른 편집 링크를 만들어 주세요.",
  "problem.link_over_already": "이미 지난 시각이에요. 더 나중을 고르거나 기한을 비워 두세요.",
  "problem.no_picture": "이 주소에는 그림이 없어요.",
  "problem.unusable_name": "이름은 최대 {most}자이고, 보이지 않는 문자는 쓸 수 없어요.",
  "problem.unreadable_name": "이름을 읽을 수 없어요. 다시 입력해 주세요.",
  "problem.link_revoked": "이 링크는 꺼졌어요. 링크를 준 사람에게 새 링크를 받으세요.",
  "problem.link_ended": "이 링크는 기한이 지났어요. 링크를 준 사람에게 새 링크를 받으세요.",
  "problem.no_such_link": "이미 없어진 링크예요. 목록을 다시 확인하세요.",
  "problem.not_saved":
    "지금은 서버가 저장할 수 없어요. 작업은 계속되지만 이 페이지를 열어 둔 채 잠시 뒤 다시 해 보세요.",
  "problem.no_such_session": "끝났거나 없는 세션이에요. 플레이그라운드를 새로 여세요.",
  "problem.no_page":
    "이 주소에는 페이지가 없어요. 링크를 눌러 왔다면 도중에 바뀐 것이니 링크를 다시 받으세요.",
  "problem.link_cut":
    "세션으로 가는 링크가 도중에 잘리거나 바뀌었어요. 링크를 다시 받아 전체를 여세요.",
  "problem.no_token": "세션의 키가 필요해요. 링크 전체를 여세요.",
  "problem.forbidden": "이 링크로는 할 수 없어요. 내 사본을 만들어 바꿔 보세요.",
  "problem.server_full": "서버의 자리 {most}개가 모두 찼어요. 몇 분 뒤에 다시 해 보세요.",
  "problem.admissions_paused":
    "지금은 서버가 새 세션을 받지 않아요. 이미 열린 것은 계속돼요. 나중에 다시 해 보세요.",
  "problem.parked": "서버 관리자가 이 세션을 잠시 내려 두었어요. 다시 차례를 기다려요.",
  "problem.too_fast": "짧은 시간에 너무 많이 요청했어요. {seconds}초 기다려 주세요.",
  "problem.too_many_codes":
    "여기에서 틀린 코드가 너무 많이 들어왔어요. {seconds}초 기다린 뒤 칠판의 코드를 다시 보세요.",
  "problem.too_many_sessions":
    "열어 둔 세션이 {most}개라 더 열 수 없어요. 페이지를 몇 개 닫아 주세요.",
  "problem.too_many_here":
    "지금 있는 곳에서 열린 세션이 {most}개라 더 열 수 없어요. 나중에 다시 해 보세요.",
  "problem.no_such_stream": "이 페이지의 연결이 끊겼어요. 저절로 다시 연결되니 잠깐 기다려 주세요.",
  "problem.too_slow": "이 페이지가 소식을 너무 느리게 받고 있어요. 처음부터 다시 받아요.",
  "problem.too_many_streams":
    "이미 페이지 {most}개가 보고 있어 더 열 수 없어요. 몇 개 닫아 주세요.",
  "problem.too_many_parameters_together":
    "열어 둔 신경망의 매개변수를 합하면 {most}개가 넘어요. 몇 개 닫거나 이 신경망을 줄이세요.",
  "problem.too_much_memory":
    "메모리가 약 {needed} MB 필요한데 한도는 {most} MB예요. 뉴런이나 층을 줄이거나 점을 덜 쓰세요.",
  "problem.too_much_memory_together":
    "열어 둔 것을 합하면 메모리가 {most} MB를 넘어요. 몇 개 닫거나 이 신경망을 줄이세요.",
  "problem.too_many_parameters_here":
    "같은 학교나 네트워크에서 열려 있는 신경망의 매개변수를 합하면 {most}개가 넘어요. 이 신경망을 줄이거나 몇 분 뒤에 다시 해 보세요.",
  "problem.too_much_memory_here":
    "같은 학교나 네트워크에서 열려 있는 것을 합하면 메모리가 {most} MB를 넘어요. 이 신경망을 줄이거나 몇 분 뒤에 다시 해 보세요.",
  "problem.upload_own_quota":
    "올린 파일이 한 사람의 한도인 {limit}에 이르렀어요. 쓰지 않는 파일을 삭제하세요.",
  "problem.no_operator_token": "서버 관리자의 토큰이 필요해요.",
  "problem.foreign_origin": "이 페이지에서는 이 서버를 쓸 수 없어요. 서버의 주소로 여세요.",
  "problem.not_found": "이 주소에는 아무것도 없어요.",
  "problem.method_not_allowed": "이 주소는 이렇게 쓸 수 없어요.",
  "problem.address_too_long": "주소가 너무 길어요. 한도는 8 kB예요.",
  "problem.headers_too_big":
    "브라우저가 이 요청에 너무 많은 것을 보냈어요(헤더 하나의 한도는 8 kB). 이 사이트의 쿠키를 지우고 다시 해 보세요.",
  "problem.too_big": "너무 커서 보낼 수 없어요. 한도는 384 kB예요.",
  "problem.wrong_content_type": "JSON 형식으로 보내지 않았어요.",
  "problem.not_json": "JSON이 아니에요. 괄호와 쉼표를 확인하세요.",
  "problem.not_readable": "요청을 읽을 수 없어요. UTF-8 JSON으로 보내 주세요.",
  "problem.refused": "서버가 거절했어요. 페이지를 새로 고치고 다시 해 보세요.",
  "problem.server_error": "서버에 문제가 생겼지만 세션은 이어져요. 다시 해 보세요.",
  "problem.device_memory": "장치의 메모리가 모자라요. 뉴런이나 층, 데이터 개수를 줄이세요.",
  "problem.device_time":
    "이 장치에서는 너무 느린 신경망이에요. 채널이나 데이터 개수를 줄이거나, 커널이나 배치를 작게 하세요.",
  "problem.picture_memory":
    "장치의 메모리가 모자라 이 그림을 그릴 수 없어요. 학습은 계속돼요. 한 번에 보는 그림을 줄이거나 신경망을 작게 만드세요.",
  "problem.card_lost":
    "서버의 그래픽 카드가 응답하지 않아요. 신경망은 CPU에서 조금 느리게 계속 학습해요.",
  "problem.slow_steps":
    "이 신경망은 한 스텝이 오래 걸려서 따로 학습하고, 다른 학습에 순서를 양보해요.",
  "problem.slow_steps_share":
    "이 신경망은 한 스텝이 오래 걸려서 따로 학습하고, 다른 학습에 순서를 양보해요. 느린 신경망이 하나 더 있어 번갈아 학습해요.",
  "problem.step_too_slow":
    "이 신경망은 한 스텝이 이 서버의 허용 시간을 넘어요. 채널이나 뉴런 수를 줄이거나, 커널이나 배치를 작게 하세요.",
  "problem.run_failed": "학습에 문제가 생겨 멈췄어요. 0스텝부터 다시 시작하세요.",
  "problem.no_device": "학습할 장치를 찾지 못했어요. 서버 관리자에게 알려 주세요.",
  "problem.no_such_parameter": "이 가중치는 이제 신경망에 없어요.",
  "problem.snapshot_unusable": "저장된 내용이 더는 맞지 않아 처음부터 다시 시작해요.",
  "problem.set_aside":
    "이 신경망을 학습하다가 프로세스가 두 번 멈췄어요. 크기를 줄이거나 바꾼 뒤 ‘학습 시작’을 누르세요.",
  "problem.trainer_lost": "학습 프로세스가 멈췄어요. 마지막으로 저장된 스텝에서 이어 가요.",
  "problem.nothing_uploaded": "먼저 CSV, Parquet, NPZ 파일을 올려 주세요.",
  "problem.too_few_painted": "두 클래스 이상의 점을 찍어 주세요.",
  "problem.painted_class_missing":
    "클래스 {class}의 점이 찍혀 있는데 설정된 클래스는 {classes}개예요. 클래스 수를 늘리거나 그 점을 지우세요.",
  "problem.no_such_column":
    "이 데이터 세트에는 ‘{column}’ 열이 없어요. 있는 열 가운데에서 고르세요.",
  "problem.column_twice": "같은 열은 한 번만 쓸 수 있어요.",
  "problem.formula_empty": "sin(x1) 같은 수식을 입력하세요.",
  "problem.formula_character":
    "수식의 {position}번째 글자(‘{found}’)는 쓸 수 없어요. 숫자, 이름, + - * / ^ ( ) 기호로 써 주세요.",
  "problem.formula_name":
    "수식의 {position}번째 글자에 모르는 이름(‘{found}’)이 있어요. 쓸 수 있는 이름: {names}.",
  "problem.formula_value":
    "수식의 {position}번째 글자 ‘{found}’ 자리에는 숫자, x1, x2, 함수, ‘(’ 가운데 하나가 와야 해요.",
  "problem.formula_cut_off":
    "수식이 끝나지 않았어요. {position}번째 글자에 숫자, x1, x2, 함수, ‘(’ 가운데 하나가 더 와야 해요.",
  "problem.formula_operator":
    "수식의 {position}번째 글자 ‘{found}’ 자리에는 + - * / ^ 가운데 하나가 와야 해요.",
  "problem.formula_unopened":
    "수식의 {position}번째 글자 ‘)’에 짝이 되는 여는 괄호가 없어요. 지우거나 앞에서 괄호를 여세요.",
  "problem.formula_unclosed": "수식의 {position}번째 글자 ‘(’가 닫히지 않았어요. ‘)’를 넣으세요.",
  "problem.formula_bracket":
    "수식의 {position}번째 글자, ‘{function}’ 다음에는 ‘(’가 와야 해요. {example}처럼 써 주세요.",
  "problem.formula_arguments":
    "수식의 {position}번째 글자에 있는 ‘{function}’의 괄호 안에는 값이 {expected}개 있어야 하는데 {count}개가 있어요.",
  "problem.formula_too_deep":
    "수식의 {position}번째 글자에서 괄호, 부호, 함수가 {most}겹을 넘었어요. 수식을 더 간단하게 써 주세요.",
  "problem.formula_too_many_parts":
    "수식에 숫자, 이름, 기호가 {most}개보다 많아요. 더 짧게 써 주세요.",
  "problem.formula_of_x2": "곡선 f(x1)의 입력은 하나예요. x1만 쓰거나 곡면 f(x1, x2)를 고르세요.",
  "problem.formula_not_finite":
    "절반이 넘는 곳에서 수식의 값이 없어요. {part} 때문이니 {instead}처럼 바꿔 보세요.",
  "problem.formula_too_large":
    "수식의 값이 {largest}까지 커져요. −{most}에서 {most} 사이에 들도록 어떤 수로 나누어 주세요.",
  "problem.nested_too_deep": "목록과 객체가 {most}겹보다 깊어요. 더 얕게 만들어 보내세요.",
  "problem.nothing_drawn": "아직 저장할 그림이 없어요. 그림이 그려진 뒤에 다시 해 보세요.",
  "problem.unknown_file":
    "설정도 가중치도 아닌 파일이에요. .json이나 .safetensors 파일을 고르세요. 표는 데이터 패널에 올리면 돼요.",
  "problem.no_set_up":
    "설정으로 읽을 수 없는 파일이에요. ‘내보내기’의 ‘설정’으로 저장한 .json 파일을 고르세요.",
  "problem.no_link": "이 링크에는 설정이 없어요. # 뒤까지 주소 전체를 붙여 넣으세요.",
  "problem.only_watching":
    "지금은 보기만 하는 세션이라 가중치를 넣을 수 없어요. 먼저 사본을 만드세요.",
  "problem.edits_left":
    "떠나온 세션에서 바꾼 것을 아직 보내고 있어요. 네트워크가 연결되는 대로 보내요.",
  "problem.edits_lost":
    "떠나온 세션에서 바꾼 것 가운데 일부를 반영하지 못했어요. 그 세션을 다시 열어 설정을 확인하세요.",
  "problem.command_too_late": "연결을 너무 오래 기다려서 요청을 실행하지 않았어요. 다시 해 주세요.",
  "problem.server_away": "서버가 응답하지 않아요. 네트워크를 확인하고 다시 해 보세요.",
  "fix.flatten_before": "앞에 평탄화 넣기",
  "fix.average_before": "앞에 전역 평균 풀링 넣기",
  "fix.maximum_before": "앞에 전역 최대 풀링 넣기",
  "fix.conv2d_instead": "2차원으로 바꾸기",
  "fix.conv1d_instead": "1차원으로 바꾸기",
  "fix.conv1d_before": "앞에 1차원 합성곱 넣기",
  "fix.dense_instead": "완전 연결 층으로 바꾸기",
  "fix.norm_instead": "층 정규화로 바꾸기",
  "fix.remove_layer": "이 층 삭제",
  "fix.no_dilation": "팽창률 1로 하기",
  "fix.smaller_kernel": "커널 {kernel}",
  "fix.more_padding": "패딩 {padding}",
  "fix.smaller_padding": "패딩 {padding}",
  "fix.groups": "그룹 {groups}개",
  "fix.units": "뉴런 {units}개",
  "fix.add_instead": "더하기로 바꾸기",
  "fix.remove_skip": "이 연결 삭제",
  "fix.without_maps": "이미지가 필요한 층 모두 삭제",
  "fix.dense_for_maps": "합성곱을 완전 연결 층으로 바꾸기",
  "fix.conv2d_for_all": "합성곱을 모두 2차원으로 바꾸기",
  "fix.fewer_classes": "클래스 {classes}개로 하기",
  "fix.more_classes": "클래스 {classes}개로 하기",
  "fix.features_of_x1": "x₁의 특성만 남기기",
  "fix.surface_instead": "x₁과 x₂의 곡면으로 바꾸기",
  "fix.all_columns": "모든 열 쓰기",
  "problem.milestones_not_ascending":
    "낮출 스텝은 작은 것부터 차례로, 겹치지 않게 적어야 해요. 순서를 맞춰 주세요.",
  "problem.nesterov_dampened":
    "네스테로프 모멘텀에는 댐프닝을 쓸 수 없어요. 댐프닝을 0으로 하거나 일반 모멘텀을 고르세요.",
  "problem.least_above_most":
    "최소 보폭({least})이 최대 보폭({most})보다 커요. 최소를 줄이거나 최대를 늘리세요.",
  "fix.sort_milestones": "낮출 스텝을 차례로 정리하기",
  "fix.no_dampening": "댐프닝을 0으로 하기",
  "fix.no_nesterov": "일반 모멘텀으로 바꾸기",
  "fix.lower_least": "최소 보폭을 {value}까지 줄이기",
  "fix.raise_most": "최대 보폭을 {value}까지 늘리기",
  "problem.needs_vector":
    "{layer}: 벡터 하나가 필요한데 맵이 들어와요. 어떻게 벡터로 만들지 고르세요.",
  "problem.needs_maps": "{layer}: 커널이 지나갈 맵이나 한 줄로 늘어선 값이 필요해요.",
  "problem.kernel_too_large":
    "{layer}: 커널이 값 {got}개에 걸치는데, 패딩까지 합쳐도 {expected}개뿐이에요.",
  "problem.groups_do_not_divide": "{layer}: 채널을 {got}개 그룹으로 똑같이 나눌 수 없어요.",
  "problem.cannot_concatenate": "{layer}: 들어오는 값들의 모양이 달라 이어 붙일 수 없어요.",
  "problem.padding_too_large":
    "{layer}: 패딩은 커널의 절반인 {expected}까지예요. 더 크면 패딩만 풀링하게 돼요.",
  "problem.skip_leads_nowhere":
    "{source}에서 {target}까지 가는 스킵 연결이 있는데, 신경망에 두 층이 다 있지는 않아요. 연결을 삭제하거나 다른 층을 고르세요.",
  "problem.skip_backwards":
    "스킵 연결은 뒤의 층으로만 갈 수 있어요. {target}의 자리가 {source}보다 뒤가 아니에요.",
  "problem.skip_twice": "{source}에서 {target}까지 가는 스킵 연결이 이미 있어요.",
  "problem.too_many_layers":
    "블록을 풀어 쓰면 층이 {count}개예요. 최대 {most}개이니 반복을 줄이세요.",
  "problem.one_target": "목표 열을 하나 고르세요. 신경망이 맞히는 법을 배울 값이에요.",
  "problem.target_classes": "목표 열의 서로 다른 값은 2개에서 {most}개까지거나, 숫자여야 해요.",
  "problem.no_input_columns": "입력으로 쓸 열을 하나 이상 고르세요.",
  "problem.weights_unreadable":
    "일반 숫자가 담긴 safetensors 파일이 아니에요. 여기서 내보낸 파일이나 safetensors로 저장한 텐서 파일을 쓰세요.",
  "problem.weights_unknown":
    "파일의 텐서(‘{tensor}’)가 이 신경망에는 없어요. 이 신경망의 텐서: {expected}.",
  "problem.weights_missing":
    "파일에 있어야 할 텐서(‘{tensor}’, 크기 {expected})가 없어요. 다른 파일을 고르세요.",
  "problem.weights_shape":
    "텐서 ‘{tensor}’의 크기가 맞지 않아요. 파일: {got}, 이 신경망: {expected}.",
  "problem.weights_not_finite":
    "텐서 ‘{tensor}’에 NaN이나 무한대, 0보다 작은 분산처럼 쓸 수 없는 값이 있어요.",
  "problem.weights_late": "가중치를 보내는 사이에 신경망이 바뀌었어요. 다시 보내세요.",
  "problem.export_too_large":
    "스크립트에는 데이터도 들어가는데 {most} MB가 넘어요. 더 작은 파일을 고르거나 ONNX로 내보내세요.",
  "problem.upload_empty": "빈 파일이에요. 한 줄에 샘플이 하나씩 있는 파일을 고르세요.",
  "problem.upload_no_rows":
    "표에 열은 {count}개 있지만 행이 하나도 없어요. 샘플마다 한 행씩 넣어 주세요.",
  "problem.upload_unknown_format":
    "CSV, Parquet, NPZ 파일이 아니에요. 표를 이 가운데 한 형식으로 저장하세요.",
  "problem.upload_not_utf8": "읽을 수 없는 글자가 있어요. ‘CSV UTF-8’ 형식으로 저장하세요.",
  "problem.upload_encoding":
    "파일을 {encoding:으로/로} 읽을 수 없어요. 다른 인코딩을 고르거나 ‘CSV UTF-8’ 형식으로 저장하세요.",
  "problem.upload_long_row": "한 행이 {limit}보다 길어요. 따옴표와 줄바꿈이 맞는지 확인하세요.",
  "problem.upload_no_pictures":
    "이 표는 이미지로 읽을 수 없어요. 행마다 정답 하나와 0에서 255까지의 정수 n × n개가 있어야 해요.",
  "problem.upload_is_spreadsheet":
    "스프레드시트 파일이에요. 그 프로그램에서 열어 표가 있는 시트를 CSV로 저장하세요.",
  "problem.upload_is_document":
    "표가 아니라 문서예요. 문서의 표를 스프레드시트에 옮겨 CSV로 저장하세요.",
  "problem.upload_is_web_page":
    "표가 아니라 웹 페이지예요. 로그인 화면이 저장되었을 수 있으니, 로그인한 다음 파일을 다시 내려받으세요.",
  "problem.upload_is_xml": "표가 아니라 XML 파일이에요. 스프레드시트에서 열어 CSV로 저장하세요.",
  "problem.upload_is_json": "표가 아니라 JSON 파일이에요. 스프레드시트 같은 곳에서 CSV로 바꾸세요.",
  "problem.upload_is_archive": "압축 파일이에요. 압축을 풀고 그 안의 표를 올리세요.",
  "problem.upload_is_picture":
    "표가 아니라 이미지 한 장이에요. 이미지는 x [이미지, 높이, 너비]와 y가 든 NPZ 파일로 저장하세요.",
  "problem.upload_is_array":
    "NumPy 배열 하나뿐이에요. numpy.savez로 x와 y를 NPZ 파일 하나에 저장하세요.",
  "problem.upload_is_data":
    "다른 프로그램의 데이터 파일이에요. 그 프로그램에서 열어 표를 CSV로 저장하세요.",
  "problem.upload_damaged": "파일이 손상되었거나 잘렸어요. 다시 저장해서 올려 주세요.",
  "problem.upload_one_column": "표에 열이 하나뿐이에요. 입력할 열과 맞힐 열이 있어야 해요.",
  "problem.upload_row_length":
    "{row}행의 칸은 {count}개인데 표의 열은 {expected}개예요. 그 행을 고치세요.",
  "problem.upload_bad_cell":
    "{row}행 ‘{column}’ 열에 ‘{cell}’ 값이 있는데, 다른 행은 숫자예요. 그 칸을 고치거나 비우세요.",
  "problem.upload_infinite":
    "{row}행 ‘{column}’ 열의 숫자가 무한대이거나 너무 커요. 그 칸을 고치거나 비우세요.",
  "problem.upload_too_few":
    "쓸 수 있는 행이 {count}개인데 {least}개 이상 필요해요. 행을 더하거나 빈칸을 채우세요.",
  "problem.upload_too_many_rows": "표의 행이 {most}개를 넘어요. 줄여 주세요.",
  "problem.upload_too_many_columns":
    "표의 열이 {count}개인데 최대 {most}개까지 쓸 수 있어요. 줄여 주세요.",
  "problem.upload_no_target":
    "목표가 될 열이 없어요. 숫자이거나, 서로 다른 값이 2개에서 {most}개까지여야 해요.",
  "problem.upload_column_type": "‘{column}’ 열에는 숫자도 글자도 없어요. 이 열을 빼세요.",
  "problem.upload_arrays": "이름이 x인 배열과 y인 배열이 필요해요. 파일에 있는 배열: {arrays}.",
  "problem.upload_shape":
    "‘{array}’ 배열의 모양({shape})을 쓸 수 없어요. x는 [행, 열]이나 [이미지, 높이, 너비], y는 행마다 값 하나여야 해요.",
  "problem.upload_array_type":
    "‘{array}’ 배열에는 숫자도 짧은 글자도 없어요. 둘 가운데 하나로 저장하세요.",
  "problem.upload_array_order":
    "‘{array}’ 배열이 너무 커서 순서를 바꿀 수 없어요. C 순서로 저장하세요.",
  "problem.upload_picture_size":
    "이미지 크기가 {height} × {width} 픽셀이에요. 높이와 너비를 4에서 64 사이로 맞추세요.",
  "problem.upload_bad_pixel":
    "{row}번째 이미지에 유한한 숫자가 아닌 픽셀이 있어요. 그 이미지를 고치세요.",
  "problem.upload_not_numbers": "‘{column}’ 열에는 글자가 있어요. 범주로 쓰거나 빼세요.",
  "problem.upload_many_values":
    "‘{column}’ 열에는 서로 다른 값이 {most}개보다 많아서 범주로 쓸 수 없어요. 이 열을 빼세요.",
  "problem.upload_unusable_column":
    "‘{column}’ 열의 글자는 거의 행마다 달라요. 쓸 수 없으니 이 열을 빼세요.",
  "problem.upload_disk_full": "서버의 디스크가 가득 찼어요. 서버 관리자에게 알려 주세요.",
  "problem.upload_quota":
    "서버에 올릴 수 있는 파일은 모두 {limit}까지인데 가득 찼어요. 서버 관리자에게 알려 주세요.",
  "problem.upload_address_quota":
    "지금 있는 곳에서 올린 파일이 한도인 {limit}에 이르렀어요. 쓰지 않는 파일을 삭제하세요.",
  "problem.upload_unpacks": "압축을 풀면 파일이 너무 커져요. 행을 줄이거나 CSV로 다시 저장하세요.",
  "problem.upload_takes_memory":
    "파일을 읽을 메모리가 모자라요. 행이나 열을 줄이거나 CSV로 다시 저장하세요.",
  "problem.upload_takes_long": "파일을 읽는 데 너무 오래 걸려요. 행을 줄여 다시 저장하세요.",
  "problem.upload_too_slow":
    "파일이 너무 느리게 왔어요. 연결이 더 좋은 곳에서 다시 하거나 파일을 줄이세요.",
  "problem.too_many_uploads":
    "이미 파일 {most}개를 올리는 중이라 더 올릴 수 없어요. 하나가 끝날 때까지 기다리세요.",
  "problem.bodies_busy": "지금 서버로 보내는 데이터가 너무 많아요. 1분 뒤에 다시 해 보세요.",
  "problem.uploads_busy": "지금 읽고 있는 파일이 많아요. 1분 뒤에 다시 해 보세요.",
  "problem.no_such_upload": "이미 삭제된 파일이에요. 목록을 다시 확인하세요.",
  "problem.not_your_upload": "이 파일은 올린 브라우저에서만 삭제할 수 있어요.",
  "problem.upload_in_use":
    "세션 {count}개({sessions})가 이 파일을 쓰고 있어요. 먼저 그 세션에서 다른 데이터를 고르거나 세션을 삭제하세요.",
  "problem.upload_too_big": "파일이 너무 커요. {limit}까지 올릴 수 있어요.",
  "problem.upload_broken_off": "올리다가 끊겼어요. 다시 해 보세요.",
  "problem.upload_gone": "올린 파일이 이제 서버에 없어요. 다시 올려 주세요.",
  "problem.upload_changed": "이 설정은 올린 파일과 맞지 않아요. 열을 다시 고르세요.",
  "problem.weights_too_big": "가중치 파일이 너무 커요. 한도는 16 MB예요.",
  "problem.held":
    "선생님이 모두 멈추게 하셨어요. 잠시 앞을 보고, 조작할 수 있게 되면 이어서 하세요.",
  "problem.no_such_seat":
    "이 수업에 이런 자리 코드는 없어요. 코드는 한 번만 쓸 수 있으니, 쓰던 기기에서 새 코드를 보거나 선생님께 물어보세요.",
  "problem.name_here":
    "이 수업에 이미 {nickname:이/가} 있어요. 본인이라면 쓰던 기기나 선생님 화면에 나오는 자리 코드를 입력하고, 아니라면 다른 별명을 쓰세요.",
  "problem.too_many_seat_codes":
    "이 수업에서 틀린 자리 코드를 너무 많이 입력했어요. {seconds}초 기다리거나, 새 별명으로 들어가도 되는지 선생님께 물어보세요.",
  "problem.locked": "선생님이 지금은 이 부분을 잠가 두셨어요. 다른 것은 마음껏 바꿔도 돼요.",
  "problem.no_such_class": "이 코드로 열린 수업이 없어요. 칠판을 보고 다시 입력하세요.",
  "problem.no_class_token": "수업의 키가 필요해요. 링크 전체를 여세요.",
  "problem.class_forbidden": "이 수업에서는 할 수 없는 일이에요.",
  "problem.class_over": "수업이 끝났어요. 만든 것은 그대로 남아요.",
  "problem.not_newest":
    "그 뒤에 다른 것이 바뀌었어요. 먼저 그것을 실행 취소하거나 직접 되돌리세요.",
  "problem.state_not_kept":
    "이 변경 전에 네트워크가 배운 것은 더 이상 보관되어 있지 않아요. 설정은 되돌릴 수 있어요.",
  "problem.no_such_branch": "기록의 이 부분은 더 이상 없어요. 기록을 다시 열고 다른 곳을 고르세요.",
  "problem.no_such_step":
    "그곳에는 보여 줄 {step}번째 스텝이 없어요. {first}부터 {last}까지에서 고르세요.",
  "problem.no_run":
    "지금은 학습 중인 신경망이 없어요. 차례가 오고 학습할 수 있게 되면 가중치를 가져오세요.",
  "problem.nothing_to_take":
    "아직 가중치가 없는 신경망이에요. 차례가 와서 학습할 수 있게 되면 내려받으세요.",
  "problem.class_link": "선생님의 링크예요. 수업이 끝나면 함께 끝나요.",
  "problem.too_much_kept":
    "이 서버에 보관한 내 세션이 한도인 {most} MB를 넘어요. 필요 없는 세션을 삭제하고(‘공유’에서) 다시 해 보세요.",
  "problem.too_much_kept_here":
    "같은 학교나 네트워크에서 만들어 이 서버에 보관한 것이 한도인 {most} MB를 넘어요. 필요 없는 세션을 삭제하고(‘공유’에서) 다시 해 보세요.",
  "problem.store_full":
    "이 서버에 세션을 더 보관할 자리가 없어요. 필요 없는 세션을 삭제하거나(‘공유’에서) 나중에 다시 해 보세요.",
  "problem.space_low":
    "세션을 보관할 자리가 거의 찼어요. 링크를 만들지 않은 세션은 가장 오래 열지 않은 것부터 삭제돼요. 남기고 싶은 것은 내려받고(‘내보내기’에서) 필요 없는 것은 삭제하세요(‘공유’에서).",
  "problem.in_class":
    "열려 있는 수업에서 쓰는 세션이에요. 수업이 끝나거나 학생이 수업에서 나간 뒤에 삭제할 수 있어요.",
  "problem.door_closed": "수업의 입장이 막혀 있어요. 선생님께 말씀드리세요.",
  "problem.class_full": "이 수업에는 이미 {most}명이 있어서 더 들어올 수 없어요.",
  "problem.class_places":
    "이 수업에서 열린 페이지가 이미 {most}개라 더 열 수 없어요. 선생님께 말씀드리고, 누군가 페이지를 닫으면 다시 해 보세요.",
  "problem.too_many_parameters_in_class":
    "이 수업의 신경망을 모두 합치면 매개변수가 {most}개를 넘어요. 신경망을 더 작게 하거나 선생님께 말씀드리세요.",
  "problem.too_much_memory_in_class":
    "이 수업이 쓰는 메모리가 모두 {most} MB를 넘어요. 신경망이나 데이터를 더 작게 하거나 선생님께 말씀드리세요.",
  "problem.classes_full":
    "이 서버에서 수업이 쓸 수 있는 {most}자리가 모두 찼어요. 선생님께 말씀드리고 몇 분 뒤에 다시 해 보세요.",
  "problem.too_many_classes_open":
    "여기에서 연 수업이 이미 {most}개 진행 중이라 더 열 수 없어요. 먼저 하나를 끝내세요.",
  "problem.no_such_pupil": "이 학생은 이제 수업에 없어요.",
  "problem.no_nickname": "눈에 보이는 이름을 적으세요.",
};
