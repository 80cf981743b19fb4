import { useId, useRef, useState } from "react";

/** A place to drop audio files on, or to choose them with a button. */
export function FileDrop({
	onFiles,
	multiple = true,
	disabled = false,
	slim = false,
}: {
	readonly onFiles: (files: File[]) => void;
	readonly multiple?: boolean;
	readonly disabled?: boolean;
	/** Where there is a result already, which is to be seen first. */
	readonly slim?: boolean;
}) {
	const [over, setOver] = useState(false);
	const input = useRef<HTMLInputElement>(null);
	const id = useId();
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same
		<div
			className={`drop${slim ? " slim" : ""}${over ? " over" : ""}`}
			onDragOver={(event) => {
				event.preventDefault();
				setOver(true);
			}}
			onDragLeave={() => setOver(false)}
			onDrop={(event) => {
				event.preventDefault();
				setOver(false);
				if (!disabled) onFiles([...event.dataTransfer.files].slice(0, multiple ? undefined : 1));
			}}
		>
			<p>{multiple ? "Drop recordings here, as many as you like" : "Drop a recording here"}</p>
			<button
				type="button"
				className="button primary"
				disabled={disabled}
				onClick={() => input.current?.click()}
			>
				Choose {multiple ? "files" : "a file"}
			</button>
			<label className="visually-hidden" htmlFor={id}>
				{multiple ? "Recordings" : "Recording"}
			</label>
			<input
				id={id}
				ref={input}
				className="visually-hidden"
				tabIndex={-1}
				type="file"
				disabled={disabled}
				accept="audio/*,video/webm,.wav,.flac,.mp3,.ogg,.opus,.m4a,.webm"
				multiple={multiple}
				onChange={(event) => {
					onFiles([...(event.target.files ?? [])]);
					event.target.value = "";
				}}
			/>
		</div>
	);
}
