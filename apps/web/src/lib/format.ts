/** Minutes and seconds: `1:05`. */
export function clock(seconds: number): string {
	const whole = Math.floor(seconds);
	return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Minutes, seconds and tenths, for recordings in which a second is long: `0:01.4`. */
export function clockTenths(seconds: number): string {
	const tenths = Math.floor(10 * seconds);
	return `${clock(tenths / 10)}.${tenths % 10}`;
}

/** Seconds with one decimal, or minutes: `3.4 s`, `2 min 5 s`. */
export function duration(seconds: number): string {
	if (seconds < 60) return `${seconds.toFixed(1)} s`;
	return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** A share as a whole percentage: `61 %`. */
export function percent(share: number, decimals = 0): string {
	return `${(100 * share).toFixed(decimals)} %`;
}

/** Bytes in kB or MB. */
export function bytes(count: number): string {
	return count < 1e6 ? `${Math.max(1, Math.round(count / 1e3))} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

/** A date and time in the reader's own way. */
export function dateTime(iso: string): string {
	return new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** Decibels relative to full scale; null is silence. */
export function decibels(value: number | null): string {
	return value === null ? "silent" : `${value.toFixed(1)} dBFS`;
}

/** What a speaker profile holds: `8 stretches of speech`. */
export function stretches(clips: number): string {
	return clips === 1 ? "1 stretch of speech" : `${clips} stretches of speech`;
}
