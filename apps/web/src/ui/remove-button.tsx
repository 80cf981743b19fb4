import { useState } from "react";

/** Deletes at the second press. */
export function RemoveButton({ title, onRemove }: { readonly title: string; readonly onRemove: () => void }) {
	const [sure, setSure] = useState(false);
	return (
		<button
			type="button"
			className={sure ? "button small danger" : "button small"}
			aria-label={sure ? `Really delete ${title}` : `Delete ${title}`}
			onClick={() => (sure ? onRemove() : setSure(true))}
			onBlur={() => setSure(false)}
		>
			{sure ? "Really delete" : "Delete"}
		</button>
	);
}
