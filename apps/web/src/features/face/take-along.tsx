import { useState } from "react";
import { useLocation } from "wouter";
import { sentenceOf } from "../../lib/api-client.ts";
import { download } from "../../lib/download.ts";
import { facesJson } from "../../lib/face/faces-json.ts";
import { type LookedAt, saveFaces } from "../../lib/face/save-faces.ts";
import { Notice } from "../../ui/feedback.tsx";

/** What was seen as JSON and, for who has a history, into it. */
export function TakeAlong({ looked, keeps }: { readonly looked: LookedAt; readonly keeps: boolean }) {
	const [saving, setSaving] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	const [, navigate] = useLocation();
	const keep = async (): Promise<void> => {
		setSaving(true);
		setProblem(null);
		try {
			navigate(`/result/${await saveFaces(looked)}`);
		} catch (error) {
			setSaving(false);
			setProblem(sentenceOf(error));
		}
	};
	return (
		<div className="stack tight">
			<div className="row">
				{keeps && (
					<button
						type="button"
						className="button primary small"
						disabled={saving}
						onClick={() => void keep()}
					>
						Keep it in my history
					</button>
				)}
				<button
					type="button"
					className="button small"
					onClick={() => {
						const name = `${looked.name.replace(/\.[^.]+$/, "")}.json`;
						download(name, "application/json", facesJson(looked.name, looked.frames));
					}}
				>
					Export JSON
				</button>
			</div>
			{keeps && (
				<p className="soft small">
					Kept is what was found out: expressions, action units, places of faces. Neither the picture nor the
					mesh.
				</p>
			)}
			{problem !== null && <Notice kind="error">{problem}</Notice>}
		</div>
	);
}
