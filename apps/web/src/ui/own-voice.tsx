/** The confirmation that a purpose asks for which allows nobody else's voice or face. */
export function OwnVoice({
	checked,
	onChange,
	what = "voice",
}: {
	readonly checked: boolean;
	readonly onChange: (checked: boolean) => void;
	readonly what?: "voice" | "face" | "voice and face";
}) {
	return (
		<label className="check">
			<input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
			<span>
				The {what} {what === "voice and face" ? "are" : "is"} my own
				<br />
				<span className="soft small">
					The purpose you chose allows no other. You can change it in your account.
				</span>
			</span>
		</label>
	);
}
