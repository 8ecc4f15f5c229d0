/** Texts of how an uploaded file was read: what would otherwise happen silently, by the server's code. */
export const tables = {
  "note.read_encoding":
    "This file doesn’t say how its letters are encoded. They were read as {encoding}; check the names and texts below.",
  "note.read_lines_above": "Lines above the table that were left out: {count}.",
  "note.read_lines_below": "Lines below the table that were left out: {count}.",
  "note.read_comments": "Comment lines within the table that were left out: {count}.",
  "note.read_separator":
    "The cells could also be separated in another way. If the columns below are wrong, change the separator.",
  "note.read_header_numbers":
    "The first row ({names}) looks like numbers and was used as the column names. If it is a sample, change that.",
  "note.read_header_unsure":
    "Nothing tells whether the first row ({names}) holds the column names. If this is wrong, change it.",
  "note.read_names_joined": "The names stand in two rows, which were joined (“{column}”).",
  "note.read_names_again": "Rows that repeat the column names and were left out: {count}.",
  "note.read_row_names":
    "The first column has no name above it, so it was read as the names of the rows.",
  "note.read_trailing_cells": "Empty cells beyond the last column were left out.",
  "note.read_empty_columns": "Columns without a name or a value that were left out: {count}.",
  "note.read_names_made": "Columns without a name that were given one: {count} (“{column}”).",
  "note.read_names_cut": "Long column names that were shortened: {count} (“{column}”).",
  "note.read_names_alike":
    "Columns with the same name that were told apart by a number: {count} (“{column}”).",
  "note.read_decimal":
    "In “{column}”, “{cell}” was read as {value}, but it could also mean {other}. If so, change the decimal mark.",
  "note.read_other_decimal":
    "The numbers in “{column}” have another decimal mark than the rest of the table: “{cell}” was read as {value}.",
  "note.read_unit":
    "Signs and units in the numbers of “{column}” were left out: “{cell}” was read as {value}.",
  "note.read_empty_words": "Words that were counted as empty cells: {words}.",
  "note.read_word_kept":
    "“{word}” counts as a value in “{column}”. If it means that nothing is there, add it to the words for empty cells.",
  "note.read_digits_as_text":
    "“{column}” looks like numbers, but some of its cells can’t be read as one ({count}, for example “{cell}”), so it can only be used as categories.",
  "note.read_digits_ignored":
    "“{column}” looks like numbers, but some of its cells can’t be read as one ({count}, for example “{cell}”), so it was left out.",
  "note.read_dates":
    "“{column}” holds dates or times, which can’t be learned from. It was left out.",
  "note.read_texts":
    "The texts in “{column}” are too many or too different to learn from. It was left out.",
  "note.read_date_classes":
    "“{column}” holds dates or times. Each different one is used as a category.",
  "note.read_date_numbers":
    "“{column}” looks like dates without marks (20240131) but is used as a number. If it is a date, leave it out.",
  "note.read_one_value": "“{column}” is the same in every row, so nothing can be learned from it.",
  "note.read_alike_values":
    "In “{column}”, “{value}” and “{other}” count as different. If they mean the same, write them alike in the file.",
  "note.read_no_values": "“{column}” has no values. It was left out.",
  "note.read_text_numbers":
    "“{column}” is stored as text, but its cells are numbers and were read as such.",
  "note.read_truth_values": "“{column}” holds true and false, which are used as categories.",
  "note.read_rounded": "Some numbers in “{column}” have more than 15 digits and were rounded.",
  "note.read_blank_rows": "Rows without a single value that were left out: {count}.",
  "note.read_arrays_joined": "Arrays that were put one after another: {arrays}.",
  "note.read_arrays_left_out": "Arrays that aren’t used: {arrays}.",
  "note.read_totals":
    "{used} of {rows} rows are used as samples. Row {row} (“{cell}”) looks like a total or mean of the other rows, so it was left out.",
  "note.read_total_row":
    "Row {row} contains “{word}” and may be a total rather than a sample. If so, leave it out.",
  "note.read_index_column":
    "“{column}” only numbers the rows, so it isn’t used. If the number means something, choose Input.",
  "note.read_label_target":
    "“{column}” was chosen as the target, since the other columns look like the pixels of an image.",
  "note.read_other_target":
    "The last column, “{column}”, can’t be the target, so “{target}” was chosen. Check that this is what you want to predict.",
  "note.read_rows_left_out":
    "{used} of {rows} rows are used. The others have an empty cell, most of them in “{column}”.",
  "note.read_few_rows":
    "With few rows ({rows}), nothing is held back: all of them are used both to train and to test.",
  "note.read_pictures":
    "Each row looks like an image of {height} × {width} pixels and its label. The table can be read as images.",
  "note.read_no_label":
    "Each row looks like an image of {height} × {width} pixels, but no column says what it shows. Add a column with the labels.",

  "reading.name": "How this file was read",
  "reading.name.unread": "How to read this file",
  "reading.auto": "{value} (detected)",
  "reading.detect": "Detect",
  "reading.detected": "detected",
  "reading.unsure": "not certain",
  "reading.or": "Or:",
  "reading.encoding": "Encoding",
  "reading.encoding.tip":
    "How the letters of this file are stored. If names look wrong, choose another.",
  "reading.encoding.utf-8": "UTF-8",
  "reading.encoding.cp949": "Korean (CP949)",
  "reading.encoding.shift_jis": "Japanese (Shift JIS)",
  "reading.encoding.euc_jp": "Japanese (EUC-JP)",
  "reading.encoding.gb18030": "Chinese (GB18030)",
  "reading.encoding.big5": "Chinese (Big5)",
  "reading.encoding.windows-1251": "Cyrillic (Windows-1251)",
  "reading.encoding.windows-1252": "Western (Windows-1252)",
  "reading.encoding.utf-16-le": "UTF-16 LE",
  "reading.encoding.utf-16-be": "UTF-16 BE",
  "reading.separator": "Separator",
  "reading.separator.tip": "What stands between two cells",
  "reading.separator.comma": "comma ,",
  "reading.separator.semicolon": "semicolon ;",
  "reading.separator.tab": "tab",
  "reading.separator.bar": "bar |",
  "reading.separator.blanks": "spaces",
  "reading.decimal": "Decimal mark",
  "reading.decimal.tip": "What stands before the decimals of a number",
  "reading.decimal.point": "point: 3.14",
  "reading.decimal.comma": "comma: 3,14",
  "reading.header": "First row",
  "reading.header.tip": "Whether the first row holds the names of the columns or a sample",
  "reading.header.names": "column names",
  "reading.header.sample": "a sample",
  "reading.skip": "Lines left out above",
  "reading.skip.tip": "Lines above the table, such as a title, that aren’t part of it",
  "reading.total": "Last row",
  "reading.total.tip":
    "Whether the last row is a sample or sums up the other rows, as a total or a mean does",
  "reading.total.sum": "a total, left out",
  "reading.total.sample": "a sample",
  "reading.empty": "Also counts as empty",
  "reading.empty.tip":
    "Words that mean that nothing is there, with commas between them. NA, null and the like always count.",
  "reading.empty.none": "for example: missing",
  "reading.pictures": "Each row is read as an image.",
  "reading.offer.pictures": "Read as images",
  "reading.offer.table": "Read as a table",
  "reading.offer.total.keep": "Use as a sample",
  "reading.offer.total.leave": "Leave out",
  "reading.offer.header.names": "Use as column names",
  "reading.offer.header.sample": "Use as a sample",
  "reading.offer.decimal": "Read as {decimal}",
  "reading.offer.word": "Count “{word}” as empty",
  "reading.away": "To read this file another way, choose it again.",
  "reading.away.choose": "Choose the file",
  "reading.back": "Back to how it was read before",
} as const;
