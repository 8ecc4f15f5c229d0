/** Texts of refusals, by code, with what to do about them. */
export const problems = {
  "problem.feature_twice": "Each input feature can be used once.",
  "problem.too_many_classes": "This data set has at most {most} classes: choose fewer.",
  "problem.feature_of_x2": "This data set has one input, x₁: choose features of x₁ only.",
  "problem.layer_id_taken": "The layer id “{id}” is taken: give each layer its own.",
  "problem.loss_needs_classes":
    "This data set has numbers to predict, not classes: choose the mean squared error or the Huber loss.",
  "problem.loss_needs_two_classes":
    "Binary cross-entropy tells two classes apart: for more, choose cross-entropy.",
  "problem.too_many_parameters":
    "This network would have {count} parameters; the limit is {most}. Take away units or layers.",
  "problem.patch_does_not_fit":
    "This change does not fit the set-up as it is now. Look at it and try again.",
  "problem.set_up_too_large":
    "This set-up would take {count} kB; at most {most} kB fit. Use fewer painted points, columns or weights that are held fixed.",
  "problem.patch_too_large": "This edit copies the set-up into itself until it is far too large.",
  "problem.patch_too_long": "This is too much at once: at most {most} changes go together.",
  "problem.not_a_spec": "This is no set-up of the playground.",
  "problem.unknown_version":
    "This set-up comes from another version of the playground; this one reads version {most}.",
  "problem.invalid_field": "“{field}” cannot be used like this. Change it and try again.",
  "problem.too_small": "“{field}” is too small: it can be {least} or more.",
  "problem.too_large": "“{field}” is too large: it can be {most} or less.",
  "problem.not_above": "“{field}” must be above {least}.",
  "problem.not_below": "“{field}” must be below {most}.",
  "problem.not_a_number": "“{field}” must be a number.",
  "problem.not_whole": "“{field}” must be a whole number.",
  "problem.not_a_choice": "“{field}” must be one of: {choices}.",
  "problem.wrong_type": "“{field}” has the wrong type of value.",
  "problem.too_long": "“{field}” is too long: at most {most} fit.",
  "problem.too_short": "“{field}” is too short: at least {least} are needed.",
  "problem.unknown_field": "There is no field “{field}” here.",
  "problem.missing_field": "The field “{field}” is missing.",
  "problem.missing_kind": "“{field}” must say its kind.",
  "problem.bad_name": "“{field}” may have small letters, digits, - and _ only, 16 at most.",
  "problem.broken_link":
    "This link is broken or was cut off while copying: ask for it again, or start afresh.",
  "problem.no_such_preset": "There is no example “{preset}”.",
  "problem.no_such_lesson": "There is no lesson “{lesson}”: choose one from the list.",
  "problem.one_beginning": "Begin from a set-up, an example, a lesson or a link: from one of them.",
  "problem.bad_revision": "The number of the set-up's revision cannot be read. Reload the page.",
  "problem.revision_needed": "The set-up's revision is missing. Reload the page.",
  "problem.conflict": "Somebody else changed this first: look at the new set-up and try again.",
  "problem.conflict_with": "{author} changed this first: look at the new set-up and try again.",
  "problem.too_many_links": "A session has at most {most} links that work: switch one off first.",
  "problem.last_edit_link":
    "This is the last lasting link with which this session can be changed: make another one first.",
  "problem.link_over_already": "This end is past: choose a later one, or none.",
  "problem.no_picture": "There is no picture at this address.",
  "problem.unusable_name": "A name has at most {most} characters, and none that cannot be seen.",
  "problem.unreadable_name": "Your name cannot be read: type it again.",
  "problem.link_revoked": "This link was switched off: ask the person who gave it for a new one.",
  "problem.link_ended": "The time of this link is over: ask the person who gave it for a new one.",
  "problem.no_such_link": "This link is gone already: look at the list again.",
  "problem.not_saved":
    "The server cannot save right now. Your work goes on, but keep this page open and try again in a minute.",
  "problem.no_such_session": "This session is over or never was: open the playground anew.",
  "problem.no_page":
    "There is no page at this address. If a link led here, it was changed on its way: ask for it again.",
  "problem.link_cut":
    "This link to a session was cut off or changed on its way: ask for it again, and open it whole.",
  "problem.no_token": "This needs the session's key: open its whole link.",
  "problem.forbidden": "Your link does not allow this: fork the session to change your own copy.",
  "problem.server_full": "All {most} places on this server are taken: try again in a few minutes.",
  "problem.admissions_paused":
    "This server takes in nothing new just now; what is there goes on. Try again later.",
  "problem.parked": "Who runs this server has parked this session: it waits for a place again.",
  "problem.too_fast": "That was a lot in a short time: wait {seconds} s.",
  "problem.too_many_codes":
    "Too many wrong codes came from here: wait {seconds} s, and look at the board.",
  "problem.too_many_sessions":
    "You have {most} sessions open, and more are not possible: close some of their pages.",
  "problem.too_many_here":
    "{most} sessions are open from where you are, and more are not possible: try again later.",
  "problem.too_slow": "This page reads too slowly: it begins afresh.",
  "problem.too_many_streams":
    "{most} pages look on already, and more are not possible: close some.",
  "problem.too_many_parameters_together":
    "The networks that you have open would have more than {most} parameters together: close some, or make this one smaller.",
  "problem.too_much_memory":
    "This would take about {needed} MB of memory; the limit is {most} MB. Take away units or layers, or use fewer points.",
  "problem.too_much_memory_together":
    "What you have open would take more than {most} MB together: close some, or make this one smaller.",
  "problem.too_many_parameters_here":
    "The networks that are open at your school or network would have more than {most} parameters together: make this one smaller, or try again in a few minutes.",
  "problem.too_much_memory_here":
    "What is open at your school or network would take more than {most} MB together: make this one smaller, or try again in a few minutes.",
  "problem.upload_own_quota":
    "You have uploaded {limit}, and more is not kept of one person: delete what you no longer need.",
  "problem.no_operator_token": "This needs the operator's token.",
  "problem.foreign_origin": "This page may not use this server: open its own address.",
  "problem.not_found": "There is nothing at this address.",
  "problem.method_not_allowed": "This address cannot be used in this way.",
  "problem.address_too_long": "This address is too long: the limit is 8 kB.",
  "problem.headers_too_big":
    "The browser sends too much with this request (the limit is 8 kB for one header): delete this site's cookies, then try again.",
  "problem.too_big": "This is too big to send: the limit is 256 kB.",
  "problem.wrong_content_type": "This was not sent as JSON.",
  "problem.not_json": "This is not JSON: check its brackets and commas.",
  "problem.not_readable": "This request cannot be read: send JSON in UTF-8.",
  "problem.refused": "The server refused this. Reload the page and try again.",
  "problem.server_error": "Something went wrong on the server; your session goes on. Try again.",
  "problem.device_memory":
    "The device has no more memory for this: take away units or layers, or use fewer points.",
  "problem.device_time":
    "This network is too slow for this device: take fewer channels, smaller kernels, fewer samples or smaller batches.",
  "problem.slow_steps":
    "A step of this network takes long, so it trains apart from the others and lets them go first.",
  "problem.slow_steps_share":
    "A step of this network takes long, so it trains apart from the others and lets them go first. It takes turns there with another slow one.",
  "problem.step_too_slow":
    "One step of this network takes longer than this server allows: take fewer channels, smaller kernels, fewer units or smaller batches.",
  "problem.run_failed":
    "Something went wrong in this training, and it was stopped. Begin again from step 0.",
  "problem.no_device": "This server found no device to train on: tell who runs it.",
  "problem.no_such_parameter": "This weight is no longer part of the network.",
  "problem.snapshot_unusable": "What was saved does not fit any more; the run begins anew.",
  "problem.set_aside":
    "Training this network ended its trainer twice: make it smaller or change it, then press Play.",
  "problem.trainer_lost":
    "The training process stopped; another one goes on from the last saved step.",
  "problem.nothing_uploaded": "Upload a file first: CSV, Parquet or NPZ.",
  "problem.too_few_painted": "Paint points of at least two classes.",
  "problem.painted_class_missing":
    "There are painted points of class {class}, and the set-up has {classes} classes: raise their number, or erase those points.",
  "problem.no_such_column": "This data set has no column “{column}”: choose among those it has.",
  "problem.column_twice": "Each column can be used once.",
  "problem.formula_empty": "Type a formula, such as sin(x1).",
  "problem.formula_character":
    "Character {position} of the formula, “{found}”, has no meaning here: use numbers, names and + - * / ^ ( ).",
  "problem.formula_name":
    "“{found}”, at character {position} of the formula, is not known. Known are {names}.",
  "problem.formula_value":
    "At character {position} of the formula a number, x1, x2, a function or “(” is expected, not “{found}”.",
  "problem.formula_cut_off":
    "The formula ends too early: a number, x1, x2, a function or “(” is expected at character {position}.",
  "problem.formula_operator":
    "At character {position} of the formula one of + - * / ^ is expected, not “{found}”.",
  "problem.formula_unopened":
    "The “)” at character {position} of the formula closes nothing: take it away, or open a bracket before.",
  "problem.formula_unclosed":
    "The “(” at character {position} of the formula is never closed: add a “)”.",
  "problem.formula_bracket":
    "After “{function}”, at character {position} of the formula, a “(” is expected: write {example}.",
  "problem.formula_arguments":
    "Between the brackets of “{function}”, at character {position} of the formula, the number of values must be {expected}; it is {count}.",
  "problem.formula_too_deep":
    "At character {position} the formula has more than {most} brackets, signs and functions within one another: make it simpler.",
  "problem.formula_too_many_parts":
    "The formula has more than {most} numbers, names and signs: make it shorter.",
  "problem.formula_of_x2":
    "A curve f(x1) has one input: use x1 only, or choose the surface f(x1, x2).",
  "problem.formula_not_finite":
    "The formula has no value at more than half of the places, because of {part}: write {instead}.",
  "problem.formula_too_large":
    "The formula's values reach {largest}, and they may lie between -{most} and {most}: divide it by something.",
  "problem.nested_too_deep":
    "Lists and objects stand more than {most} within one another here: make it flatter.",
  "problem.nothing_drawn":
    "There is no picture to save yet. Wait for it to be drawn, then try again.",
  "problem.unknown_file":
    "This file is no set-up and no weights. Choose a .json or a .safetensors file; tables go into the data panel.",
  "problem.no_set_up":
    "This file cannot be read as a set-up. Choose the .json file that “Export, Set-up” saved.",
  "problem.no_link":
    "There is no set-up in this link. Paste the whole address, with everything after the #.",
  "problem.only_watching":
    "You are watching this session and cannot put weights in. Make a copy of it first.",
  "problem.server_away": "The server does not answer. Check the network, then try again.",
  "fix.flatten_before": "Flatten before it",
  "fix.average_before": "Pool to the mean before it",
  "fix.maximum_before": "Pool to the largest before it",
  "fix.conv2d_instead": "Make it 2-D",
  "fix.conv1d_instead": "Make it 1-D",
  "fix.conv1d_before": "Put a 1-D convolution before it",
  "fix.dense_instead": "Make it a dense layer",
  "fix.norm_instead": "Make it a layer norm",
  "fix.remove_layer": "Leave it out",
  "fix.no_dilation": "No dilation",
  "fix.smaller_kernel": "Kernel {kernel}",
  "fix.more_padding": "Padding {padding}",
  "fix.smaller_padding": "Padding {padding}",
  "fix.groups": "Groups: {groups}",
  "fix.units": "Units: {units}",
  "fix.add_instead": "Add instead",
  "fix.remove_skip": "Leave the connection out",
  "fix.without_maps": "Leave out all that needs pictures",
  "fix.dense_for_maps": "Dense layers instead of convolutions",
  "fix.conv2d_for_all": "Make all convolutions 2-D",
  "fix.fewer_classes": "Use {classes} classes",
  "fix.more_classes": "Use {classes} classes",
  "fix.features_of_x1": "Keep only features of x₁",
  "fix.surface_instead": "Make it a surface of x₁ and x₂",
  "fix.all_columns": "Use all columns",
  "problem.milestones_not_ascending":
    "The milestones must ascend, and none may come twice: put them in order.",
  "problem.nesterov_dampened":
    "Nesterov's momentum cannot be dampened: set the dampening to 0, or choose plain momentum.",
  "problem.least_above_most":
    "The least step, {least}, is above the largest, {most}: make it smaller, or the largest one larger.",
  "fix.sort_milestones": "Put the milestones in order",
  "fix.no_dampening": "Set the dampening to 0",
  "fix.no_nesterov": "Use plain momentum",
  "fix.lower_least": "Lower the least step to {value}",
  "fix.raise_most": "Raise the largest step to {value}",
  "problem.needs_vector": "{layer} needs one vector and gets maps: say how they become one.",
  "problem.needs_maps": "{layer} needs maps or lines of values to slide over.",
  "problem.kernel_too_large":
    "The kernel of {layer} reaches over {got} values, and there are {expected}, padding included.",
  "problem.groups_do_not_divide":
    "{layer} cannot part its channels into {got} groups: they must be of one size.",
  "problem.cannot_concatenate":
    "What reaches {layer} has different shapes: these cannot be set side by side.",
  "problem.padding_too_large":
    "{layer} can be padded by {expected} at most, half its kernel: more would pool padding alone.",
  "problem.skip_leads_nowhere":
    "A skip connection goes from {source} to {target}, and the network does not have both.",
  "problem.skip_backwards":
    "A skip connection leads to a later layer: {target} does not come after {source}.",
  "problem.skip_twice": "There is a skip connection from {source} to {target} already.",
  "problem.too_many_layers":
    "With its blocks written out this network has {count} layers; at most {most} fit. Repeat a block less often.",
  "problem.one_target": "Choose one column as the target: it is what the network learns to tell.",
  "problem.target_classes":
    "The target column must have 2 to {most} different values, or be a number.",
  "problem.no_input_columns": "Choose at least one column as an input.",
  "problem.weights_unreadable":
    "This is no safetensors file of ordinary numbers: export one here, or save a dictionary of tensors with safetensors.",
  "problem.weights_unknown":
    "The file has a tensor “{tensor}”, and this network does not. Its tensors are: {expected}.",
  "problem.weights_missing": "The file lacks the tensor “{tensor}” of {expected} numbers.",
  "problem.weights_shape":
    "The tensor “{tensor}” has the shape {got}, and this network needs {expected}.",
  "problem.weights_not_finite":
    "The tensor “{tensor}” holds something that is no usable number: NaN, infinity, or a variance below 0.",
  "problem.weights_late":
    "The network was changed while the weights were on their way: send them again.",
  "problem.export_too_large":
    "A script holds its data, and these would be more than {most} MB: choose a smaller file, or export ONNX.",
  "problem.upload_empty": "This file is empty: choose one with a row for each example.",
  "problem.upload_no_rows":
    "This table has {count} columns and no rows: add a row for each example.",
  "problem.upload_unknown_format":
    "This is no CSV, Parquet or NPZ file: save your table as one of these.",
  "problem.upload_not_utf8": "The text of this file is not in UTF-8: save it as “CSV UTF-8”.",
  "problem.upload_damaged":
    "This file is damaged or was cut off: save it again and upload it once more.",
  "problem.upload_one_column":
    "This table has one column: it needs one to learn from and one to tell.",
  "problem.upload_row_length":
    "Row {row} has {count} cells and the table has {expected} columns: mend that row.",
  "problem.upload_same_name": "Two columns are called “{column}”: give each its own name.",
  "problem.upload_bad_cell":
    "Row {row} has “{cell}” in the column “{column}”, where the other rows have numbers: mend that cell or leave it empty.",
  "problem.upload_infinite":
    "Row {row} has a number in the column “{column}” that is infinite or too large: mend that cell or leave it empty.",
  "problem.upload_too_few":
    "{count} rows can be used, and at least {least} are needed: add rows, or fill empty cells.",
  "problem.upload_too_many_rows": "This table has more than {most} rows: leave some out.",
  "problem.upload_too_many_columns":
    "This table has {count} columns; at most {most} can be used: leave some out.",
  "problem.upload_no_target":
    "No column can be the target: it must be numbers, or between 2 and {most} different texts.",
  "problem.upload_column_type":
    "The column “{column}” holds neither numbers nor texts: leave it out.",
  "problem.upload_arrays":
    "The arrays of this file are {arrays}; one called x and one called y are needed.",
  "problem.upload_shape":
    "The array “{array}” has the shape {shape}: x must be [rows, columns] or [pictures, height, width], and y must have one value a row.",
  "problem.upload_array_type": "The array “{array}” holds neither numbers nor short texts.",
  "problem.upload_array_order":
    "The array “{array}” is too big to be turned around: save it in C order.",
  "problem.upload_picture_size":
    "The pictures are {height} × {width} pixels; each side can be 4 to 64.",
  "problem.upload_bad_pixel": "Picture {row} has a pixel that is no finite number.",
  "problem.upload_not_numbers":
    "The column “{column}” holds texts: use it as categories or not at all.",
  "problem.upload_many_values":
    "The column “{column}” has more than {most} different values: it cannot be used as categories.",
  "problem.upload_unusable_column":
    "The column “{column}” holds texts that differ in almost every row: it can only be left out.",
  "problem.upload_disk_full": "The server's disk is full: tell who runs it.",
  "problem.upload_quota":
    "The server keeps {limit} of uploads at most, and they are full: tell who runs it.",
  "problem.upload_address_quota":
    "From where you are, {limit} have been uploaded, and more is not kept of one place: delete what you no longer need.",
  "problem.upload_unpacks":
    "This file becomes far too big when it is unpacked: save it again with fewer rows, or as CSV.",
  "problem.upload_takes_memory":
    "This file takes more memory to read than there is: save it again with fewer rows or columns, or as CSV.",
  "problem.upload_takes_long": "This file takes too long to read: save it again with fewer rows.",
  "problem.upload_too_slow":
    "This file came too slowly: try again over a better connection, or make it smaller.",
  "problem.too_many_uploads":
    "You are sending {most} files already: wait until one of them is there.",
  "problem.bodies_busy": "Too much is being sent to this server just now: try again in a minute.",
  "problem.uploads_busy": "Many files are being read just now: try again in a minute.",
  "problem.no_such_upload": "This file is gone already: look at the list again.",
  "problem.not_your_upload": "Only the browser that uploaded this file can delete it.",
  "problem.upload_in_use":
    "{count} of the sessions use this file ({sessions}): choose other data there first, or delete them.",
  "problem.upload_too_big": "This file is too big: the limit is {limit}.",
  "problem.upload_broken_off": "The upload broke off before its end: try again.",
  "problem.upload_gone": "The uploaded file is not on this server any more: upload it again.",
  "problem.upload_changed": "This set-up does not fit the uploaded file: choose its columns again.",
  "problem.weights_too_big": "These weights are too big to send: the limit is 16 MB.",
  "problem.held":
    "Your teacher has paused everybody: look up, and go on when the controls come back.",
  "problem.locked": "Your teacher has locked this for now: everything else is yours.",
  "problem.no_such_class": "There is no class with this code: look at the board and type it anew.",
  "problem.no_class_token": "This needs the class's key: open its whole link.",
  "problem.class_forbidden": "In this class that is for somebody else to do.",
  "problem.class_over": "This class is over. What everybody made stays theirs.",
  "problem.no_run":
    "Nothing is being trained here just now: bring the weights once this network has its place, and can train.",
  "problem.nothing_to_take":
    "This network has no weights yet: take it home once it has its place, and can train.",
  "problem.class_link": "This is your teacher's link: it ends with the class.",
  "problem.too_much_kept":
    "What you keep on this server takes more than {most} MB: delete a session that you no longer need (under Share), then try again.",
  "problem.too_much_kept_here":
    "What was made at your school or network takes more than {most} MB on this server: delete sessions that you no longer need (under Share), then try again.",
  "problem.store_full":
    "This server has no room to keep another session: delete one that you no longer need (under Share), or try again later.",
  "problem.space_low":
    "The room for sessions is nearly used up: those that nobody has opened for longest will be deleted, unless a link to them was made. Download what you want to keep (under Export), and delete what you no longer need (under Share).",
  "problem.in_class":
    "A running class needs this session: it can be deleted once the class is over, or once its pupil was taken out of it.",
  "problem.door_closed": "The door of this class is closed: ask your teacher.",
  "problem.class_full": "This class has {most} pupils already, and more do not fit.",
  "problem.class_places":
    "{most} pages of this class are open already, and more are not possible: tell your teacher, and try again when somebody has closed theirs.",
  "problem.too_many_parameters_in_class":
    "The networks of this class would have more than {most} parameters together: a smaller network goes, or tell your teacher.",
  "problem.too_much_memory_in_class":
    "This class would take more than {most} MB together: a smaller network or fewer points go, or tell your teacher.",
  "problem.classes_full":
    "The classes on this server have all {most} places that they may take: tell your teacher, and try again in a few minutes.",
  "problem.too_many_classes_open":
    "{most} classes that were opened from here are running, and more are not possible: end one first.",
  "problem.no_such_pupil": "This pupil is not in the class any more.",
  "problem.no_nickname": "Give a name that can be seen.",
} as const;
