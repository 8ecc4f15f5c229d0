/** The list of lessons, and a lesson's set-ups beside each other. */
export const lessons = {
  "lessons.name": "Lessons",
  "lessons.tip": "Short lessons with set-ups to try, alone or side by side",
  "lessons.search": "Search the lessons",
  "lessons.none": "No lesson speaks of “{words}”.",
  "lessons.failed": "The lessons could not be fetched.",
  "lessons.again": "Try again",
  "lessons.open.tip":
    "Open “{session}” here, at step 0; the Back button of the browser returns to what you had",
  "lessons.side": "Side by side",
  "lessons.side.of": "Side by side: {lesson}",

  "side.back": "To the workbench",
  "side.controls": "All networks",
  "side.play": "Play all",
  "side.play.tip": "Train every network on this page (Space)",
  "side.pause": "Pause all",
  "side.pause.tip": "Stop every network on this page (Space)",
  "side.reset": "Reset all",
  "side.reset.tip": "Every network back to step 0, with the same first weights (R)",
  "side.alone": "Open alone",
  "side.alone.of": "Open alone: {session}",
  "side.frame": "{session}, {place} of {count}",
} as const;
