import { useId, useRef, useState } from "react";
import { sentenceOf } from "../../lib/api-client.ts";
import type { FaceClient } from "../../lib/live/face-client.ts";
import { Notice } from "../../ui/feedback.tsx";

/** MediaPipe's own model file, for who has it: more points, and action units by blendshapes. */
export function TaskFile({
	client,
	onUsed,
}: {
	readonly client: () => FaceClient;
	/** What was looked at before should be looked at again. */
	readonly onUsed: () => void;
}) {
	const [state, setState] = useState<"none" | "opening" | "used">("none");
	const [problem, setProblem] = useState<string | null>(null);
	const input = useRef<HTMLInputElement>(null);
	const id = useId();
	const take = async (file: File | undefined): Promise<void> => {
		if (file === undefined) return;
		const before = state;
		setState("opening");
		setProblem(null);
		try {
			await client().takeTask(new Uint8Array(await file.arrayBuffer()));
			setState("used");
			onUsed();
		} catch (error) {
			setState(before);
			setProblem(sentenceOf(error));
		}
	};
	return (
		<details className="face-task">
			<summary className="small soft">Use MediaPipe's face_landmarker.task</summary>
			<div className="stack tight">
				<p className="small soft">
					If you have this file, the mesh gets 478 points, and action units come from its 52 blendshapes. Its
					digest is checked; it is read in this page alone and forgotten with it.
				</p>
				<div className="row">
					<button
						type="button"
						className="button small"
						disabled={state === "opening"}
						onClick={() => input.current?.click()}
					>
						Choose the file
					</button>
					<span className="small soft" role="status">
						{state === "opening" && "Opening …"}
						{state === "used" && "In use: 478 points, action units by blendshapes."}
					</span>
				</div>
				{problem !== null && <Notice kind="error">{problem}</Notice>}
			</div>
			<label className="visually-hidden" htmlFor={id}>
				face_landmarker.task
			</label>
			<input
				id={id}
				ref={input}
				className="visually-hidden"
				tabIndex={-1}
				type="file"
				accept=".task"
				onChange={(event) => {
					void take(event.target.files?.[0]);
					event.target.value = "";
				}}
			/>
		</details>
	);
}
