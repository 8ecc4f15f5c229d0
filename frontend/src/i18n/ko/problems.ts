import type { problems as english } from "../en/problems";

export const problems: Record<keyof typeof english, string> = {};
