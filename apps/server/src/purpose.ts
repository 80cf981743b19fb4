import { purposes, type Settings } from "@undertone/api";
import { ApiError } from "./http/api-error.ts";

/**
 * Checks that a recording or picture may be analysed for a purpose. "My own voice" is chosen by a person for themselves; at
 * work and in education each recording is confirmed to be one's own.
 *
 * @throws {ApiError} `purpose-forbids`.
 */
export function checkPurpose(purpose: Settings["purpose"], ownVoice: boolean): void {
	if (purpose !== "work-or-education" || ownVoice) return;
	const chosen = purposes.find(({ id }) => id === purpose);
	throw new ApiError(
		"purpose-forbids",
		`The purpose "${chosen?.title}" allows only your own voice and face. Confirm that they are yours.`,
	);
}
