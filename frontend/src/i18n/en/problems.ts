/** Texts of refusals, by code, with what to do about them. */
export const problems = {
  "problem.feature_twice": "Each input feature can be used only once. Remove the duplicate.",
  "problem.too_many_classes": "This data set can have at most {most} classes. Choose fewer.",
  "problem.feature_of_x2": "This data set has only one input, x₁. Choose features of x₁.",
  "problem.layer_id_taken": "The layer id “{id}” is already in use. Give each layer its own.",
  "problem.loss_needs_classes":
    "This data set predicts a number, not a class. Choose mean squared error or Huber loss.",
  "problem.loss_needs_two_classes":
    "Binary cross-entropy is for two classes. For more, choose cross-entropy.",
  "problem.too_many_parameters":
    "This network would have {count} parameters; the limit is {most}. Remove units or layers.",
  "problem.patch_does_not_fit":
    "This change no longer fits the set-up. Check the set-up, then try again.",
  "problem.set_up_too_large":
    "This set-up would take {count} kB; the limit is {most} kB. Use fewer painted points, columns or frozen weights.",
  "problem.patch_too_large":
    "This edit would copy the set-up into itself and make it far too large. Make a smaller change.",
  "problem.patch_too_long":
    "Too many changes at once; the limit is {most}. Make them in smaller groups.",
  "problem.not_a_spec": "This isn’t a playground set-up. Choose one that was saved here.",
  "problem.unknown_version":
    "This set-up comes from another version of the playground. This one reads version {most}.",
  "problem.invalid_field": "“{field}” can’t have this value. Change it, then try again.",
  "problem.too_small": "“{field}” is too small. The minimum is {least}.",
  "problem.too_large": "“{field}” is too large. The maximum is {most}.",
  "problem.not_above": "“{field}” must be greater than {least}.",
  "problem.not_below": "“{field}” must be less than {most}.",
  "problem.not_a_number": "“{field}” must be a number.",
  "problem.not_whole": "“{field}” must be a whole number.",
  "problem.not_a_choice": "“{field}” must be one of: {choices}.",
  "problem.wrong_type": "“{field}” has the wrong type of value.",
  "problem.too_long": "“{field}” is too long. The limit is {most}.",
  "problem.too_short": "“{field}” is too short. It needs at least {least}.",
  "problem.unknown_field": "There is no field “{field}” here.",
  "problem.missing_field": "The field “{field}” is missing.",
  "problem.missing_kind": "“{field}” needs a kind. Add one.",
  "problem.bad_name":
    "“{field}” can contain only lowercase letters, digits, - and _, and at most 16 of them.",
  "problem.broken_link":
    "This link is broken or was cut off when it was copied. Ask for it again, or start from scratch.",
  "problem.no_such_preset": "There is no example “{preset}”. Choose one from the list.",
  "problem.no_such_lesson": "There is no lesson “{lesson}”. Choose one from the list.",
  "problem.one_beginning": "Start from just one thing: a set-up, an example, a lesson or a link.",
  "problem.bad_revision": "The set-up’s revision number can’t be read. Reload the page.",
  "problem.bad_request_id": "This request’s number can’t be read. Reload the page.",
  "problem.revision_needed": "The set-up’s revision is missing. Reload the page.",
  "problem.conflict": "Someone else changed this first. Check the new set-up, then try again.",
  "problem.conflict_with": "{author} changed this first. Check the new set-up, then try again.",
  "problem.too_many_links": "A session can have at most {most} active links. Turn one off first.",
  "problem.last_edit_link":
    "This is the last permanent link that can edit this session. Make another one first.",
  "problem.link_over_already": "That time has already passed. Choose a later one, or none.",
  "problem.no_picture": "There is no picture at this address.",
  "problem.unusable_name": "A name can have at most {most} characters, all of them visible.",
  "problem.unreadable_name": "Your name can’t be read. Type it again.",
  "problem.link_revoked":
    "This link has been turned off. Ask the person who gave it to you for a new one.",
  "problem.link_ended": "This link has expired. Ask the person who gave it to you for a new one.",
  "problem.no_such_link": "This link no longer exists. Check the list again.",
  "problem.not_saved":
    "The server can’t save right now. You can keep working, but leave this page open and try again in a minute.",
  "problem.no_such_session": "This session has ended or never existed. Open the playground again.",
  "problem.no_page":
    "There is no page at this address. If a link brought you here, it was changed on its way. Ask for it again.",
  "problem.link_cut":
    "This link to a session was cut off or changed on its way. Ask for it again and open the whole link.",
  "problem.no_token": "The session’s key is missing. Open its complete link.",
  "problem.forbidden": "Your link doesn’t allow this. Make your own copy and change that.",
  "problem.server_full": "All {most} places on this server are taken. Try again in a few minutes.",
  "problem.admissions_paused":
    "The server isn’t taking new sessions right now; open ones continue. Try again later.",
  "problem.parked":
    "The server’s operator has parked this session. It is waiting for a place again.",
  "problem.too_fast": "Too many requests in a short time. Wait {seconds} s.",
  "problem.too_many_codes":
    "Too many wrong codes were entered from here. Wait {seconds} s, then check the code on the board.",
  "problem.too_many_sessions":
    "You have {most} sessions open, which is the limit. Close some of their pages.",
  "problem.too_many_here":
    "{most} sessions are open from your network, which is the limit. Try again later.",
  "problem.no_such_stream":
    "This page is no longer connected. It reconnects by itself; wait a moment.",
  "problem.too_slow": "This page receives updates too slowly, so it starts over.",
  "problem.too_many_streams":
    "{most} pages are already watching, which is the limit. Close some of them.",
  "problem.too_many_parameters_together":
    "Your open networks would have more than {most} parameters in total. Close some, or make this one smaller.",
  "problem.too_much_memory":
    "This would need about {needed} MB of memory; the limit is {most} MB. Remove units or layers, or use fewer points.",
  "problem.too_much_memory_together":
    "Your open networks would need more than {most} MB in total. Close some, or make this one smaller.",
  "problem.too_many_parameters_here":
    "The networks open at your school or on your network would have more than {most} parameters in total. Make this one smaller, or try again in a few minutes.",
  "problem.too_much_memory_here":
    "The networks open at your school or on your network would need more than {most} MB in total. Make this one smaller, or try again in a few minutes.",
  "problem.upload_own_quota":
    "You have uploaded {limit}, which is the limit per person. Delete files you no longer need.",
  "problem.no_operator_token": "This needs the operator’s token.",
  "problem.foreign_origin":
    "This page isn’t allowed to use this server. Open the server’s own address.",
  "problem.not_found": "There is nothing at this address.",
  "problem.method_not_allowed": "This address cannot be used in this way.",
  "problem.address_too_long": "This address is too long; the limit is 8 kB. Use a shorter one.",
  "problem.headers_too_big":
    "The browser sends too much with this request; the limit is 8 kB per header. Delete this site’s cookies, then try again.",
  "problem.too_big": "This is too big to send. The limit is 384 kB.",
  "problem.wrong_content_type": "This was not sent as JSON.",
  "problem.not_json": "This isn’t JSON. Check its brackets and commas.",
  "problem.not_readable": "This request can’t be read. Send JSON in UTF-8.",
  "problem.refused": "The server refused this. Reload the page and try again.",
  "problem.server_error":
    "Something went wrong on the server, but your session is still running. Try again.",
  "problem.device_memory":
    "The device has run out of memory for this. Remove units or layers, or use fewer points.",
  "problem.device_time":
    "This network is too slow for this device. Use fewer channels or samples, smaller kernels or smaller batches.",
  "problem.picture_memory":
    "The device has no memory left to draw this picture. The network trains on. Look at fewer things at a time, or make the network smaller.",
  "problem.card_lost":
    "The graphics card of this server stopped answering. Your network trains on, more slowly, on the processor.",
  "problem.slow_steps":
    "One step of this network takes long, so it trains separately and lets other networks go first.",
  "problem.slow_steps_share":
    "One step of this network takes long, so it trains separately and lets other networks go first. It takes turns there with another slow network.",
  "problem.step_too_slow":
    "One step of this network takes longer than this server allows. Use fewer channels, smaller kernels, fewer units or smaller batches.",
  "problem.run_failed":
    "Something went wrong during training, so it was stopped. Reset to start again from step 0.",
  "problem.no_device": "The server found no device to train on. Tell the server’s operator.",
  "problem.no_such_parameter": "This weight is no longer part of the network.",
  "problem.snapshot_unusable": "The saved state no longer fits, so the run starts over.",
  "problem.set_aside":
    "Training this network crashed the trainer twice. Make it smaller or change it, then press Play.",
  "problem.trainer_lost":
    "The training process stopped. Another one continues from the last saved step.",
  "problem.nothing_uploaded": "Upload a CSV, Parquet or NPZ file first.",
  "problem.too_few_painted": "There are too few classes to learn. Paint points of at least two.",
  "problem.painted_class_missing":
    "There are painted points of class {class}, but the set-up has only {classes} classes. Increase the number, or erase those points.",
  "problem.no_such_column": "This data set has no column “{column}”. Choose one that it has.",
  "problem.column_twice": "Each column can be used only once. Remove the duplicate.",
  "problem.formula_empty": "Type a formula, such as sin(x1).",
  "problem.formula_character":
    "Character {position} of the formula, “{found}”, can’t be used here. Use numbers, names and + - * / ^ ( ).",
  "problem.formula_name":
    "“{found}”, at character {position} of the formula, is not a known name. Use one of these: {names}.",
  "problem.formula_value":
    "Character {position} of the formula should be a number, x1, x2, a function or “(”, not “{found}”.",
  "problem.formula_cut_off":
    "The formula ends too early. Add a number, x1, x2, a function or “(” at character {position}.",
  "problem.formula_operator":
    "Character {position} of the formula should be one of + - * / ^, not “{found}”.",
  "problem.formula_unopened":
    "The “)” at character {position} of the formula closes nothing. Remove it, or add a “(” before it.",
  "problem.formula_unclosed":
    "The “(” at character {position} of the formula is never closed. Add a “)”.",
  "problem.formula_bracket":
    "“{function}”, at character {position} of the formula, needs a “(” after it. Write {example}.",
  "problem.formula_arguments":
    "Wrong number of values in “{function}”, at character {position} of the formula: {count} instead of {expected}.",
  "problem.formula_too_deep":
    "The formula is nested more than {most} levels deep at character {position}. Make it simpler.",
  "problem.formula_too_many_parts":
    "The formula has more than {most} numbers, names and signs. Make it shorter.",
  "problem.formula_of_x2":
    "A curve f(x1) has one input. Use only x1, or choose the surface f(x1, x2).",
  "problem.formula_not_finite":
    "The formula has no value for more than half of the points because of {part}. Write {instead} instead.",
  "problem.formula_too_large":
    "The formula’s values reach {largest}, but must lie between −{most} and {most}. Divide them by something.",
  "problem.nested_too_deep":
    "Lists and objects are nested more than {most} levels deep here. Make the data flatter.",
  "problem.nothing_drawn":
    "There is no picture to save yet. Wait until it has been drawn, then try again.",
  "problem.unknown_file":
    "This file is neither a set-up nor weights. Choose a .json or .safetensors file; tables go into the data panel.",
  "problem.no_set_up":
    "This file can’t be read as a set-up. Choose the .json file saved with Export, Set-up.",
  "problem.no_link":
    "There is no set-up in this link. Paste the whole address, including everything after the #.",
  "problem.only_watching":
    "You’re only watching this session, so you can’t import weights. Make your own copy first.",
  "problem.edits_left":
    "Changes to the session that you left are still on their way. They are sent as soon as the network allows.",
  "problem.edits_lost":
    "Some changes to the session that you left could not be made any more. Open it again and check its set-up.",
  "problem.command_too_late":
    "What you asked for waited too long for the connection and was not done. Do it again.",
  "problem.server_away":
    "The server isn’t responding. Check your internet connection, then try again.",
  "fix.flatten_before": "Add Flatten before it",
  "fix.average_before": "Add global average pooling before it",
  "fix.maximum_before": "Add global max pooling before it",
  "fix.conv2d_instead": "Make it 2-D",
  "fix.conv1d_instead": "Make it 1-D",
  "fix.conv1d_before": "Add a 1-D convolution before it",
  "fix.dense_instead": "Make it a dense layer",
  "fix.norm_instead": "Make it a layer norm",
  "fix.remove_layer": "Remove it",
  "fix.no_dilation": "Set dilation to 1",
  "fix.smaller_kernel": "Set kernel to {kernel}",
  "fix.more_padding": "Set padding to {padding}",
  "fix.smaller_padding": "Set padding to {padding}",
  "fix.groups": "Set groups to {groups}",
  "fix.units": "Set units to {units}",
  "fix.add_instead": "Add instead",
  "fix.remove_skip": "Remove the connection",
  "fix.without_maps": "Remove everything that needs images",
  "fix.dense_for_maps": "Use dense layers instead of convolutions",
  "fix.conv2d_for_all": "Make all convolutions 2-D",
  "fix.fewer_classes": "Use {classes} classes",
  "fix.more_classes": "Use {classes} classes",
  "fix.features_of_x1": "Keep only features of x₁",
  "fix.surface_instead": "Make it a surface of x₁ and x₂",
  "fix.all_columns": "Use all columns",
  "problem.milestones_not_ascending":
    "The milestones must increase, with no repeats. Put them in order.",
  "problem.nesterov_dampened":
    "Nesterov momentum doesn’t work with dampening. Set the dampening to 0, or choose plain momentum.",
  "problem.least_above_most":
    "The smallest step, {least}, is above the largest, {most}. Lower the smallest or raise the largest.",
  "fix.sort_milestones": "Put the milestones in order",
  "fix.no_dampening": "Set the dampening to 0",
  "fix.no_nesterov": "Use plain momentum",
  "fix.lower_least": "Lower the smallest step to {value}",
  "fix.raise_most": "Raise the largest step to {value}",
  "problem.needs_vector":
    "{layer} needs a single vector but gets maps. Choose how to turn them into one.",
  "problem.needs_maps": "{layer} needs maps or a sequence of values to slide over.",
  "problem.kernel_too_large":
    "The kernel of {layer} covers {got} values, but there are only {expected}, padding included.",
  "problem.groups_do_not_divide":
    "{layer} can’t split its channels into {got} groups of equal size.",
  "problem.cannot_concatenate":
    "The inputs of {layer} have different shapes and can’t be concatenated.",
  "problem.padding_too_large":
    "The padding of {layer} can be at most {expected}, half its kernel. With more, it would pool nothing but padding.",
  "problem.skip_leads_nowhere":
    "A skip connection goes from {source} to {target}, but the network doesn’t have both. Remove it or choose other layers.",
  "problem.skip_backwards":
    "A skip connection must lead to a later layer, but {target} doesn’t come after {source}.",
  "problem.skip_twice": "There is already a skip connection from {source} to {target}.",
  "problem.too_many_layers":
    "With its blocks written out, this network has {count} layers; the limit is {most}. Repeat a block fewer times.",
  "problem.one_target":
    "Choose one column as the target, the value that the network learns to predict.",
  "problem.target_classes":
    "The target column must have 2 to {most} different values, or be a number.",
  "problem.no_input_columns": "Choose at least one column as an input.",
  "problem.weights_unreadable":
    "This isn’t a safetensors file of ordinary numbers. Export one here, or save a dictionary of tensors with safetensors.",
  "problem.weights_unknown":
    "The file has a tensor “{tensor}” that this network doesn’t have. This network’s tensors are {expected}.",
  "problem.weights_missing": "The file is missing the tensor “{tensor}” of {expected} numbers.",
  "problem.weights_shape":
    "The tensor “{tensor}” has the shape {got}, but this network needs {expected}.",
  "problem.weights_not_finite":
    "The tensor “{tensor}” contains a value that can’t be used: NaN, infinity or a negative variance.",
  "problem.weights_late": "The network changed while the weights were being sent. Send them again.",
  "problem.export_too_large":
    "A script includes its data, and this would be more than {most} MB. Choose a smaller file, or export ONNX.",
  "problem.upload_empty": "This file is empty. Choose one with a row for each sample.",
  "problem.upload_no_rows":
    "This table has {count} columns but no rows. Add a row for each sample.",
  "problem.upload_unknown_format":
    "This isn’t a CSV, Parquet or NPZ file. Save your table as one of these.",
  "problem.upload_not_utf8": "Some letters in this file can’t be read. Save it as “CSV UTF-8”.",
  "problem.upload_encoding":
    "This file can’t be read as {encoding}. Choose another encoding, or save it as “CSV UTF-8”.",
  "problem.upload_long_row":
    "A row of this file is longer than {limit}. Check its quotation marks and line ends.",
  "problem.upload_no_pictures":
    "This table can’t be read as images. Each row needs a label and n × n whole numbers from 0 to 255.",
  "problem.upload_is_spreadsheet":
    "This is a spreadsheet program’s own file. Open it there, choose the sheet with your table, and save that as CSV.",
  "problem.upload_is_document":
    "This is a document, not a table. Copy its table into a spreadsheet, and save that as CSV.",
  "problem.upload_is_web_page":
    "This is a web page, not a table. The download may have led to a sign-in page. Open its address, sign in, and download the file again.",
  "problem.upload_is_xml":
    "This is an XML file, not a table. Open it in a spreadsheet, and save that as CSV.",
  "problem.upload_is_json":
    "This is a JSON file, not a table. Convert it to CSV, for example in a spreadsheet.",
  "problem.upload_is_archive":
    "This is a compressed file. Unpack it, and upload the table that is in it.",
  "problem.upload_is_picture":
    "This is a single image, not a table. For images, save an NPZ file with x, [images, height, width], and y.",
  "problem.upload_is_array":
    "This is a single NumPy array. Save x and y together in one NPZ file with numpy.savez.",
  "problem.upload_is_data":
    "This is another program’s data file. Open it there, and save the table as CSV.",
  "problem.upload_damaged":
    "This file is damaged or was cut off. Save it again, then upload it once more.",
  "problem.upload_one_column":
    "This table has only one column. It needs at least one to learn from and one to predict.",
  "problem.upload_row_length":
    "Row {row} has {count} cells, but the table has {expected} columns. Fix that row.",
  "problem.upload_bad_cell":
    "Row {row} has “{cell}” in the column “{column}”, where the other rows have numbers. Fix that cell or leave it empty.",
  "problem.upload_infinite":
    "Row {row} has a number in the column “{column}” that is infinite or too large. Fix that cell or leave it empty.",
  "problem.upload_too_few":
    "Only {count} rows can be used, but at least {least} are needed. Add rows, or fill in empty cells.",
  "problem.upload_too_many_rows": "This table has more than {most} rows. Leave some out.",
  "problem.upload_too_many_columns":
    "This table has {count} columns, but at most {most} can be used. Leave some out.",
  "problem.upload_no_target":
    "No column can be the target. A target needs numbers, or 2 to {most} different texts.",
  "problem.upload_column_type":
    "The column “{column}” contains neither numbers nor text. Leave it out.",
  "problem.upload_arrays":
    "This file’s arrays are {arrays}. It needs one called x and one called y.",
  "problem.upload_shape":
    "The array “{array}” has the shape {shape}. x must be [rows, columns] or [images, height, width], and y must have one value per row.",
  "problem.upload_array_type":
    "The array “{array}” contains neither numbers nor short texts. Save it as one of these.",
  "problem.upload_array_order":
    "The array “{array}” is too large to be reordered. Save it in C order.",
  "problem.upload_picture_size":
    "The images are {height} × {width} pixels, but each side must be 4 to 64. Resize them.",
  "problem.upload_bad_pixel": "Image {row} has a pixel that isn’t a finite number. Fix that image.",
  "problem.upload_not_numbers":
    "The column “{column}” contains text. Use it as categories, or leave it out.",
  "problem.upload_many_values":
    "The column “{column}” has more than {most} different values, so it can’t be used as categories. Leave it out.",
  "problem.upload_unusable_column":
    "The texts in the column “{column}” differ in almost every row, so it can’t be used. Leave it out.",
  "problem.upload_disk_full": "The server’s disk is full. Tell the server’s operator.",
  "problem.upload_quota":
    "The server’s space for uploads ({limit}) is full. Tell the server’s operator.",
  "problem.upload_address_quota":
    "{limit} have been uploaded from your network, which is the limit. Delete files you no longer need.",
  "problem.upload_unpacks":
    "This file becomes too large when it is unpacked. Save it again with fewer rows, or as CSV.",
  "problem.upload_takes_memory":
    "Reading this file takes more memory than there is. Save it again with fewer rows or columns, or as CSV.",
  "problem.upload_takes_long": "This file takes too long to read. Save it again with fewer rows.",
  "problem.upload_too_slow":
    "This file arrived too slowly. Try again over a better connection, or make it smaller.",
  "problem.too_many_uploads":
    "You are already uploading {most} files, which is the limit. Wait until one of them has arrived.",
  "problem.bodies_busy": "Too much is being sent to this server right now. Try again in a minute.",
  "problem.uploads_busy": "Many files are being read right now. Try again in a minute.",
  "problem.no_such_upload": "This file is already gone. Check the list again.",
  "problem.not_your_upload": "Only the browser that uploaded this file can delete it.",
  "problem.upload_in_use":
    "Sessions that use this file: {count} ({sessions}). Choose other data there first, or delete them.",
  "problem.upload_too_big": "This file is too big. The limit is {limit}.",
  "problem.upload_broken_off": "The upload was interrupted. Try again.",
  "problem.upload_gone": "The uploaded file is no longer on this server. Upload it again.",
  "problem.upload_changed": "This set-up doesn’t fit the uploaded file. Choose its columns again.",
  "problem.weights_too_big": "These weights are too big to send. The limit is 16 MB.",
  "problem.held":
    "Your teacher has paused everyone. Look up; you can go on when the controls come back.",
  "problem.no_such_seat":
    "No seat in this class has this code. Each code works once: look up the new one on your other device, or ask your teacher for it.",
  "problem.name_here":
    "{nickname} is in this class already. If that’s you, enter your seat code, which your other device and your teacher can show you. If not, choose another nickname.",
  "problem.too_many_seat_codes":
    "Too many wrong seat codes were entered in this class. Wait {seconds} s, or ask your teacher to let you in with a new nickname.",
  "problem.locked": "Your teacher has locked this for now. You can still change everything else.",
  "problem.no_such_class":
    "There is no class with this code. Check the code on the board and enter it again.",
  "problem.no_class_token": "The class’s key is missing. Open its complete link.",
  "problem.class_forbidden": "You can’t do that in this class.",
  "problem.class_over": "This class is over. Everyone keeps what they made.",
  "problem.not_newest":
    "Something else has changed since. Undo that first, or change it back by hand.",
  "problem.state_not_kept":
    "What the network had learned before this change is not kept anymore. The set-up can still be changed back.",
  "problem.no_such_branch":
    "This part of the history is no longer there. Open the history again and choose another.",
  "problem.no_such_step":
    "The training has no step {step} to show there. Choose one from {first} to {last}.",
  "problem.no_run":
    "Nothing is training here right now. Import the weights once this network has a place and can train.",
  "problem.nothing_to_take":
    "This network has no weights yet. Download it once it has its place and can train.",
  "problem.class_link": "This is your teacher’s link. It ends with the class.",
  "problem.too_much_kept":
    "Your sessions on this server take more than {most} MB, which is the limit. Delete a session you no longer need (under Share), then try again.",
  "problem.too_much_kept_here":
    "Sessions made at your school or network take more than {most} MB on this server, which is the limit. Delete sessions you no longer need (under Share), then try again.",
  "problem.store_full":
    "This server has no room for another session. Delete one you no longer need (under Share), or try again later.",
  "problem.space_low":
    "The space for sessions is nearly used up. Sessions that nobody has opened for longest will be deleted, unless a link to them was made. Download what you want to keep (under Export), and delete what you no longer need (under Share).",
  "problem.in_class":
    "A running class needs this session. You can delete it once the class is over, or once its student has been removed.",
  "problem.door_closed": "Entry to this class is closed. Ask your teacher to open it.",
  "problem.class_full": "This class already has {most} students, which is the limit.",
  "problem.class_places":
    "{most} pages of this class are already open, which is the limit. Tell your teacher, and try again when someone has closed theirs.",
  "problem.too_many_parameters_in_class":
    "The networks of this class would have more than {most} parameters together, which is the limit. Use a smaller network, or tell your teacher.",
  "problem.too_much_memory_in_class":
    "This class would take more than {most} MB together, which is the limit. Use a smaller network or fewer points, or tell your teacher.",
  "problem.classes_full":
    "The classes on this server have taken all of their {most} places. Tell your teacher, and try again in a few minutes.",
  "problem.too_many_classes_open":
    "{most} classes started from here are running, which is the limit. End one first.",
  "problem.no_such_pupil": "This student is no longer in the class.",
  "problem.no_nickname": "Enter a nickname with visible characters.",
} as const;
