/** What a test of the page begins with: all texts are there. */
import { bringAllTexts } from ".";

await bringAllTexts();
