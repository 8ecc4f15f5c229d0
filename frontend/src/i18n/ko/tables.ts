/** Texts of how an uploaded file was read: what would otherwise happen silently, by the server's code. */
export const tables = {
  "note.read_encoding":
    "파일에 글자 인코딩이 적혀 있지 않아 {encoding:으로/로} 읽었어요. 아래 이름과 글자가 맞는지 확인하세요.",
  "note.read_lines_above": "표 위의 {count}줄을 뺐어요.",
  "note.read_lines_below": "표 아래의 {count}줄을 뺐어요.",
  "note.read_comments": "표 안의 주석 {count}줄을 뺐어요.",
  "note.read_separator":
    "칸을 다르게 나눌 수도 있어요. 아래 열이 맞지 않으면 구분 기호를 바꾸세요.",
  "note.read_header_numbers":
    "첫 행({names})은 숫자처럼 보이지만 열 이름으로 읽었어요. 샘플이라면 바꾸세요.",
  "note.read_header_unsure":
    "첫 행({names})이 열 이름인지 파일만으로는 알 수 없어요. 맞지 않으면 바꾸세요.",
  "note.read_names_joined": "열 이름이 두 행에 걸쳐 있어서 이어 붙였어요(‘{column}’).",
  "note.read_names_again": "열 이름이 되풀이된 행 {count}개를 뺐어요.",
  "note.read_row_names": "첫째 열에는 이름이 없어서 행 이름으로 읽었어요.",
  "note.read_trailing_cells": "마지막 열 뒤의 빈칸을 뺐어요.",
  "note.read_empty_columns": "이름도 값도 없는 열 {count}개를 뺐어요.",
  "note.read_names_made": "이름이 없는 열 {count}개에 이름을 붙였어요(‘{column}’).",
  "note.read_names_cut": "열 이름 {count}개가 길어서 줄였어요(‘{column}’).",
  "note.read_names_alike": "이름이 같은 열 {count}개를 번호로 구별했어요(‘{column}’).",
  "note.read_decimal":
    "‘{column}’ 열의 ‘{cell}’ 값을 {value:으로/로} 읽었지만 {other}일 수도 있어요. 그렇다면 소수점 기호를 바꾸세요.",
  "note.read_other_decimal":
    "‘{column}’ 열은 소수점 기호가 다른 열과 달라요. ‘{cell}’ 값을 {value:으로/로} 읽었어요.",
  "note.read_unit":
    "‘{column}’ 열의 숫자에 붙은 기호나 단위를 뺐어요. ‘{cell}’ 값을 {value:으로/로} 읽었어요.",
  "note.read_empty_words": "빈칸으로 본 낱말: {words}.",
  "note.read_word_kept":
    "‘{column}’ 열의 ‘{word}’도 하나의 값으로 봤어요. 값이 없다는 뜻이라면 빈칸으로 볼 낱말에 넣으세요.",
  "note.read_digits_as_text":
    "‘{column}’ 열은 숫자처럼 보이지만 숫자로 읽을 수 없는 칸이 {count}개 있어요(예: ‘{cell}’). 그래서 범주로만 쓸 수 있어요.",
  "note.read_digits_ignored":
    "‘{column}’ 열은 숫자처럼 보이지만 숫자로 읽을 수 없는 칸이 {count}개 있어서(예: ‘{cell}’) 뺐어요.",
  "note.read_dates": "‘{column}’ 열은 날짜나 시각이라 학습에 쓸 수 없어서 뺐어요.",
  "note.read_texts": "‘{column}’ 열의 글자는 너무 많거나 너무 달라서 학습에 쓸 수 없어 뺐어요.",
  "note.read_date_classes":
    "‘{column}’ 열은 날짜나 시각이에요. 서로 다른 값을 저마다 하나의 범주로 써요.",
  "note.read_date_numbers":
    "‘{column}’ 열은 기호 없이 쓴 날짜(20240131) 같은데 숫자로 써요. 날짜라면 빼세요.",
  "note.read_one_value": "‘{column}’ 열은 모든 행에서 값이 같아서 배울 것이 없어요.",
  "note.read_alike_values":
    "‘{column}’ 열에서 ‘{value}’ 값과 ‘{other}’ 값은 서로 다른 값이에요. 같은 뜻이라면 파일에서 똑같이 적으세요.",
  "note.read_no_values": "‘{column}’ 열에는 값이 없어서 뺐어요.",
  "note.read_text_numbers": "‘{column}’ 열은 글자로 저장되어 있지만 모두 숫자라서 숫자로 읽었어요.",
  "note.read_truth_values": "‘{column}’ 열은 참과 거짓이라 범주로 써요.",
  "note.read_rounded": "‘{column}’ 열에는 15자리가 넘는 숫자가 있어 반올림했어요.",
  "note.read_blank_rows": "값이 하나도 없는 행 {count}개를 뺐어요.",
  "note.read_arrays_joined": "이어 붙인 배열: {arrays}.",
  "note.read_arrays_left_out": "쓰지 않는 배열: {arrays}.",
  "note.read_totals":
    "행 {rows}개 가운데 {used}개를 샘플로 써요. {row}행(‘{cell}’)은 다른 행의 합계나 평균 같아서 뺐어요.",
  "note.read_total_row": "{row}행에 ‘{word}’ 칸이 있어요. 샘플이 아니라 합계나 평균이라면 빼세요.",
  "note.read_index_column":
    "‘{column}’ 열은 행에 번호만 매겨서 쓰지 않아요. 뜻이 있는 번호라면 역할을 입력으로 바꾸세요.",
  "note.read_label_target": "다른 열은 이미지의 픽셀 같아서 ‘{column}’ 열을 목표로 골랐어요.",
  "note.read_other_target":
    "마지막 열(‘{column}’)은 목표가 될 수 없어서 ‘{target}’ 열을 골랐어요. 맞히려는 열이 맞는지 확인하세요.",
  "note.read_rows_left_out":
    "행 {rows}개 가운데 {used}개를 써요. 나머지에는 빈칸이 있는데, ‘{column}’ 열에 가장 많아요.",
  "note.read_few_rows":
    "행이 적어서({rows}개) 따로 남겨 두지 않고, 모두 학습과 테스트에 함께 써요.",
  "note.read_pictures":
    "행마다 {height} × {width} 픽셀 이미지와 정답이 있는 것 같아요. 이 표를 이미지로 읽을 수 있어요.",
  "note.read_no_label":
    "행마다 {height} × {width} 픽셀 이미지 같은데, 무엇을 그린 것인지 알려 주는 열이 없어요. 정답이 담긴 열을 더하세요.",

  "reading.name": "이 파일을 읽은 방법",
  "reading.name.unread": "이 파일을 읽을 방법",
  "reading.auto": "{value} (자동 감지)",
  "reading.detect": "자동 감지",
  "reading.detected": "자동 감지",
  "reading.unsure": "확실하지 않음",
  "reading.or": "또는",
  "reading.encoding": "인코딩",
  "reading.encoding.tip": "파일에 글자가 저장된 방식이에요. 이름이 깨져 보이면 다른 것을 고르세요.",
  "reading.encoding.utf-8": "UTF-8",
  "reading.encoding.cp949": "한국어 (CP949)",
  "reading.encoding.shift_jis": "일본어 (Shift JIS)",
  "reading.encoding.euc_jp": "일본어 (EUC-JP)",
  "reading.encoding.gb18030": "중국어 (GB18030)",
  "reading.encoding.big5": "중국어 (Big5)",
  "reading.encoding.windows-1251": "키릴 문자 (Windows-1251)",
  "reading.encoding.windows-1252": "서유럽어 (Windows-1252)",
  "reading.encoding.utf-16-le": "UTF-16 LE",
  "reading.encoding.utf-16-be": "UTF-16 BE",
  "reading.separator": "구분 기호",
  "reading.separator.tip": "칸과 칸 사이에 있는 기호",
  "reading.separator.comma": "쉼표 ,",
  "reading.separator.semicolon": "세미콜론 ;",
  "reading.separator.tab": "탭",
  "reading.separator.bar": "세로줄 |",
  "reading.separator.blanks": "공백",
  "reading.decimal": "소수점",
  "reading.decimal.tip": "소수 앞에 쓰는 기호",
  "reading.decimal.point": "점: 3.14",
  "reading.decimal.comma": "쉼표: 3,14",
  "reading.header": "첫 행",
  "reading.header.tip": "표가 열 이름으로 시작하는지, 샘플로 시작하는지",
  "reading.header.names": "열 이름",
  "reading.header.sample": "샘플",
  "reading.skip": "위에서 뺀 줄",
  "reading.skip.tip": "제목처럼 표에 속하지 않는, 표 위의 줄",
  "reading.total": "마지막 행",
  "reading.total.tip": "마지막 행이 샘플인지, 다른 행의 합계나 평균인지",
  "reading.total.sum": "합계라서 뺌",
  "reading.total.sample": "샘플",
  "reading.empty": "빈칸으로 볼 낱말",
  "reading.empty.tip":
    "값이 없다는 뜻의 낱말을 쉼표로 나누어 적으세요. NA, null 등은 늘 빈칸으로 봐요.",
  "reading.empty.none": "예: 결측",
  "reading.pictures": "행마다 이미지 하나로 읽었어요.",
  "reading.offer.pictures": "이미지로 읽기",
  "reading.offer.table": "표로 읽기",
  "reading.offer.total.keep": "샘플로 쓰기",
  "reading.offer.total.leave": "빼기",
  "reading.offer.header.names": "열 이름으로 쓰기",
  "reading.offer.header.sample": "샘플로 쓰기",
  "reading.offer.decimal": "{decimal:으로/로} 읽기",
  "reading.offer.word": "‘{word}’ 빈칸으로 보기",
  "reading.away": "이 파일을 다르게 읽으려면 파일을 다시 고르세요.",
  "reading.away.choose": "파일 고르기",
  "reading.back": "앞서 읽은 방법으로 돌아가기",
} as const;
