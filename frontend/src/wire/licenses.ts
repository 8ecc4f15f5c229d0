/** The packages by others that the page and the server consist of. */
import { call } from "./api";

export interface LicensedPart {
  readonly index: "npm" | "pypi";
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

export interface Licenses {
  readonly version: string;
  /** In the order by which `addressOfLicense` counts. */
  readonly parts: readonly LicensedPart[];
}

export const fetchLicenses = (): Promise<Licenses> => call("/api/licenses", "GET");

export const addressOfLicense = (number: number): string => `/api/licenses/${number}`;
