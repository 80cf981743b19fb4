/** A share as a percentage with one decimal: `0.9946` is `99.5 %`; a dash for NaN. */
export function percent(share: number): string {
	return Number.isNaN(share) ? "–" : `${(100 * share).toFixed(1)} %`;
}
