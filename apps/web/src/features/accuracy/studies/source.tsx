/** The commands that make a study again. */
export function Source({ commands }: { readonly commands: readonly string[] }) {
	return (
		<p className="soft small commands">
			Made again by{" "}
			{commands.map((command, i) => (
				<span key={command}>
					{i > 0 && " and "}
					<code>{command}</code>
				</span>
			))}
		</p>
	);
}
