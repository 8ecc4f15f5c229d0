/** The list of lessons, and a lesson's set-ups beside each other. */
export const lessons = {
  "lessons.name": "Lessons",
  "lessons.tip": "Short lessons with set-ups to try, alone or side by side",
  "lessons.search": "Search the lessons",
  "lessons.none": "No lessons match “{words}”.",
  "lessons.failed": "The lessons couldn’t be loaded.",
  "lessons.again": "Try again",
  "lessons.open.tip":
    "Open “{session}” here at step 0. Your browser’s Back button returns to what you had.",
  "lessons.side": "Side by side",
  "lessons.side.of": "Side by side: {lesson}",

  "side.back": "Back to the playground",
  "side.controls": "All networks",
  "side.play": "Play all",
  "side.play.tip": "Train every network on this page (Space)",
  "side.pause": "Pause all",
  "side.pause.tip": "Stop every network on this page (Space)",
  "side.reset": "Reset all",
  "side.reset.tip": "Every network back to step 0, with the same initial weights (R)",
  "side.alone": "Open on its own",
  "side.alone.of": "Open on its own: {session}",
  "side.frame": "{session}, {place} of {count}",
} as const;
