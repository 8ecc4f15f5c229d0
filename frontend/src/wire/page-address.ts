/** The page's own address, as it was meant: what reads it while the page begins reads it from here. */
import { repairAddress } from "./repaired-address";

repairAddress();

export const pageAddress: Pick<Location, "pathname" | "search" | "hash"> = location;
