"""The questions in words, one sentence a kind; a face may translate it and fills in the same facts."""

SENTENCES = {
    "assigned-target-unknown": "“{name}” has no number of its own: “{target}”. What was set, and where?",
    "binding-without-number": "“{name}” is binding, and its target is in words: “{target}”. What proves it?",
    "target-over-100": "“{name}” aims at {target} %, more than all.",
    "comparator-differs": "“{name}”: the table prints “{target}”, the text “{printed}”. Which holds?",
    "indicator-without-owner": "No task names “{name}”. Who answers for it?",
    "several-departments-no-lead": "{count} tasks name several departments and no lead: {ids}. Who leads?",
    "note-without-duty": "{id} “{title}”: its note lists bodies without saying that they answer (负责).",
    "missing-responsible": "{id} “{title}” names nobody who answers for it.",
    "work-named-twice": "“{name}” (专栏{column}) and “{other}” (专栏{other_column}): one work or two?",
    "baseline-other-set": "The baseline {value} is counted on a set of sections that changed ({counts}). "
    "Which sections are in the baseline, which in the target?",
    "sum-agrees": "{parts} = {sum} {unit} ({count} parts), as printed. Are all parts there?",
    "sum-differs": "{parts} = {sum} {unit} ({count} parts), but {total} is printed. Which holds?",
    "alias-to-confirm": "Is “{alias}” the same body as “{name}”?",
    "near-names": "“{name}” and “{other}” are kept apart; are they two bodies?",
    "encoding": "The file is not UTF-8; it was read as {encoding}. Does the text look right?",
}
