/** A field of a CSV line, in quotes where it must be (RFC 4180). */
export function csvField(value: string | number): string {
	const text = String(value);
	return /[",\n\r]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
