import { useRef } from "react";
import { parseInPage } from "../../lib/analyze-in-page.ts";
import type { WayProps } from "./add-voice.tsx";

/** Bytes; the largest profile has half of them. */
const mostBytes = 200_000;

/** A profile that was exported here, or written by the command line. */
export function FromFile({ disabled, onWork }: WayProps) {
	const input = useRef<HTMLInputElement>(null);
	const read = async (file: File) => {
		if (file.size > mostBytes) {
			throw new Error(`"${file.name}" is no speaker profile: those are far smaller.`);
		}
		return { profile: await parseInPage(await file.text()), name: file.name.replace(/\.json$/i, "") };
	};
	return (
		<div>
			<button
				type="button"
				className="button primary"
				disabled={disabled}
				onClick={() => input.current?.click()}
			>
				Choose the file
			</button>
			<input
				ref={input}
				className="visually-hidden"
				tabIndex={-1}
				type="file"
				accept=".json,application/json"
				aria-label="Profile file"
				disabled={disabled}
				onChange={({ target }) => {
					const file = target.files?.[0];
					if (file !== undefined) void onWork(() => read(file));
					target.value = "";
				}}
			/>
		</div>
	);
}
