import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { sentenceOf } from "../../lib/api-client.ts";
import { createFaceClient, type FaceClient } from "../../lib/live/face-client.ts";
import { Notice } from "../../ui/feedback.tsx";
import { ChooseFace } from "./choose-face.tsx";
import { PictureResult } from "./picture-result.tsx";
import { VideoResult } from "./video-result.tsx";
import "./face.css";

/** What was chosen to be looked at. */
export type FaceInput =
	| { readonly kind: "picture"; readonly bitmap: ImageBitmap; readonly name: string }
	| { readonly kind: "video"; readonly url: string; readonly name: string };

/** Faces in pictures and videos: where they are, what they show, how sure that is. */
export function FacePage() {
	const [input, setInput] = useState<FaceInput | null>(null);
	const [problem, setProblem] = useState<string | null>(null);
	const [modelProblem, setModelProblem] = useState<string | null>(null);
	const client = useRef<FaceClient | null>(null);
	const getClient = (): FaceClient => {
		if (client.current === null) {
			client.current = createFaceClient();
			client.current.ready.then(
				(ready) => setModelProblem(ready.problem),
				(error: unknown) => setProblem(sentenceOf(error)),
			);
		}
		return client.current;
	};
	useEffect(
		() => () => {
			client.current?.close();
			client.current = null;
		},
		[],
	);
	const choose = (next: FaceInput): void => {
		setProblem(null);
		if (input?.kind === "video") URL.revokeObjectURL(input.url);
		setInput(next);
	};
	return (
		<div className="page">
			<h1>Faces</h1>
			<p className="lead">
				Faces in a picture or a video: where they are, what moves in them, which expression they look most
				like. Nothing leaves this page and nothing is kept.
			</p>
			<div className="stack">
				<ChooseFace onChosen={choose} onProblem={setProblem} />
				{problem !== null && <Notice kind="error">{problem}</Notice>}
				{modelProblem !== null && (
					<Notice>{modelProblem} Faces are found and measured, but no expression is named.</Notice>
				)}
				{input?.kind === "picture" && (
					<PictureResult key={input.name} client={getClient()} bitmap={input.bitmap} name={input.name} />
				)}
				{input?.kind === "video" && (
					<VideoResult key={input.url} client={getClient()} url={input.url} name={input.name} />
				)}
			</div>
			<p className="soft small face-foot">
				It describes what a face looks like, not what somebody feels; it can be wrong. Only look at people who
				agreed. <Link href="/limits">Purposes and limits</Link>
			</p>
		</div>
	);
}
