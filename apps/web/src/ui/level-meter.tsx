const quietestDb = -60;

/** How loud a microphone is, dBFS. */
export function LevelMeter({ level }: { readonly level: number }) {
	const share = Math.max(0, Math.min(1, 1 - level / quietestDb));
	return (
		<div
			className="meter"
			role="img"
			aria-label={`Level ${level === Number.NEGATIVE_INFINITY ? "none" : `${Math.round(level)} dBFS`}`}
		>
			<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
				<rect width={100 * share} height="10" fill={level > -1 ? "var(--danger)" : "var(--accent)"} />
			</svg>
		</div>
	);
}
