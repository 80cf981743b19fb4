/** A share as a percentage with one decimal: `0.9946` is `99.5 %`. */
export function percent(share: number): string {
	return `${(100 * share).toFixed(1)} %`;
}
