/** The packages by others that the page and the server consist of. */
import { refusalOf } from "./api";

export interface LicensedPart {
  readonly index: "npm" | "pypi";
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

export interface Licences {
  readonly version: string;
  /** In the order by which `addressOfLicence` counts. */
  readonly parts: readonly LicensedPart[];
}

export async function fetchLicences(): Promise<Licences> {
  const response = await fetch("/api/licences");
  if (!response.ok) throw await refusalOf(response);
  return (await response.json()) as Licences;
}

export const addressOfLicence = (number: number): string => `/api/licences/${number}`;
