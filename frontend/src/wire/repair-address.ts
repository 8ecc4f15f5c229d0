/** Imported before whatever reads the page's address: puts the one that was meant into its place. */
import { repairAddress } from "./repaired-address";

repairAddress();
