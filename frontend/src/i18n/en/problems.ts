/** What the server refuses, by its code, and what to do about it. */
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
  "problem.one_beginning": "Begin from a set-up, an example or a link: from one of them.",
  "problem.bad_revision": "The number of the set-up's revision cannot be read. Reload the page.",
  "problem.revision_needed": "The set-up's revision is missing. Reload the page.",
  "problem.conflict": "Somebody else changed this first: look at the new set-up and try again.",
  "problem.no_such_session": "This session is over or never was: open the playground anew.",
  "problem.no_token": "This needs the session's key: open its whole link.",
  "problem.forbidden": "Your link does not allow this: fork the session to change your own copy.",
  "problem.server_full": "All {most} places on this server are taken: try again in a few minutes.",
  "problem.foreign_origin": "This page may not use this server: open its own address.",
  "problem.not_found": "There is nothing at this address.",
  "problem.method_not_allowed": "This address cannot be used in this way.",
  "problem.too_big": "This is too big to send: the limit is 256 kB.",
  "problem.wrong_content_type": "This was not sent as JSON.",
  "problem.not_json": "This is not JSON: check its brackets and commas.",
  "problem.not_readable": "This request cannot be read: send JSON in UTF-8.",
  "problem.refused": "The server refused this. Reload the page and try again.",
  "problem.server_error": "Something went wrong on the server; your session goes on. Try again.",
  "problem.device_memory":
    "The device has no more memory for this: take away units or layers, or use fewer points.",
  "problem.run_failed":
    "Something went wrong in this training, and it was stopped. Begin again from step 0.",
  "problem.no_device": "This server found no device to train on: tell who runs it.",
  "problem.no_such_parameter": "This weight is no longer part of the network.",
  "problem.snapshot_unusable": "What was saved does not fit any more; the run begins anew.",
  "problem.set_aside":
    "Training this network ended its trainer twice: make it smaller or change it, then press Play.",
  "problem.trainer_lost":
    "The training process stopped; another one goes on from the last saved step.",
} as const;
