/** Four significant digits at most, without exponents where a reader would stumble over them; "–" for none. */
export function formatValue(value: number): string {
	if (!Number.isFinite(value)) return "–";
	if (value === 0) return "0";
	const size = Math.abs(value);
	if (size < 1e-4 || size >= 1e7) return value.toExponential(2).replace("-", "−");
	return Number(value.toPrecision(size >= 1000 ? 5 : 3))
		.toLocaleString("en", { maximumFractionDigits: 7 })
		.replace("-", "−");
}
