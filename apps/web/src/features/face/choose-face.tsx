import { useId, useRef, useState } from "react";
import { Link } from "wouter";
import { sentenceOf } from "../../lib/api-client.ts";
import { openCamera } from "../../lib/live/open-camera.ts";
import type { FaceInput } from "./face.tsx";

/** A picture or a video from a file, or a picture by the camera. */
export function ChooseFace({
	disabled,
	slim,
	onChosen,
	onProblem,
}: {
	readonly disabled: boolean;
	/** Where there is a result already, which is to be seen first. */
	readonly slim: boolean;
	readonly onChosen: (input: FaceInput) => void;
	readonly onProblem: (problem: string | null) => void;
}) {
	const [over, setOver] = useState(false);
	const [camera, setCamera] = useState<{
		readonly video: HTMLVideoElement;
		readonly close: () => void;
	} | null>(null);
	const input = useRef<HTMLInputElement>(null);
	const id = useId();
	const take = async (file: File | undefined): Promise<void> => {
		if (file === undefined) return;
		onProblem(null);
		if (file.type.startsWith("video/")) {
			onChosen({ kind: "video", url: URL.createObjectURL(file), name: file.name, file });
			return;
		}
		try {
			onChosen({ kind: "picture", bitmap: await decodePicture(file), name: file.name, file });
		} catch (error) {
			onProblem(sentenceOf(error));
		}
	};
	const open = async (): Promise<void> => {
		onProblem(null);
		try {
			const opened = await openCamera("", {
				onFrame: () => undefined,
				onMuted: () => undefined,
				onEnded: () => {
					setCamera(null);
					onProblem("The camera was disconnected.");
				},
			});
			setCamera(opened);
		} catch (error) {
			onProblem(sentenceOf(error));
		}
	};
	const shoot = async (): Promise<void> => {
		if (camera === null) return;
		const bitmap = await createImageBitmap(camera.video);
		camera.close();
		setCamera(null);
		onChosen({ kind: "picture", bitmap, name: "Picture by the camera", file: null });
	};
	if (camera !== null) {
		return (
			<div className="card stack">
				<div
					className="face-camera"
					ref={(place) => {
						if (place !== null && camera.video.parentNode !== place) place.append(camera.video);
					}}
				/>
				<div className="row">
					<button type="button" className="button primary" onClick={() => void shoot()}>
						Take the picture
					</button>
					<button
						type="button"
						className="button"
						onClick={() => {
							camera.close();
							setCamera(null);
						}}
					>
						Cancel
					</button>
				</div>
			</div>
		);
	}
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same
		<div
			className={`drop face-drop${slim ? " slim" : ""}${over ? " over" : ""}`}
			onDragOver={(event) => {
				event.preventDefault();
				setOver(true);
			}}
			onDragLeave={() => setOver(false)}
			onDrop={(event) => {
				event.preventDefault();
				setOver(false);
				if (!disabled) void take(event.dataTransfer.files[0]);
			}}
		>
			<p>Drop a picture or a video here</p>
			<div className="row face-buttons">
				<button
					type="button"
					className="button primary"
					disabled={disabled}
					onClick={() => input.current?.click()}
				>
					Choose a file
				</button>
				<button type="button" className="button" disabled={disabled} onClick={() => void open()}>
					Use the camera
				</button>
				<Link className="button" href="/live">
					Live
				</Link>
			</div>
			<label className="visually-hidden" htmlFor={id}>
				Picture or video
			</label>
			<input
				id={id}
				ref={input}
				className="visually-hidden"
				tabIndex={-1}
				type="file"
				disabled={disabled}
				accept="image/*,video/*"
				onChange={(event) => {
					void take(event.target.files?.[0]);
					event.target.value = "";
				}}
			/>
		</div>
	);
}

/** Pixels of the longer side that a decoded picture keeps. */
const longest = 2560;

/**
 * Decodes by the browser, upright as the camera was held.
 *
 * @throws {Error} With a sentence for the user.
 */
async function decodePicture(file: File): Promise<ImageBitmap> {
	const whole = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => {
		throw new Error(
			`"${file.name}" cannot be read as a picture or video. Choose a JPEG, PNG, WebP, GIF, MP4 or WebM.`,
		);
	});
	const scale = longest / Math.max(whole.width, whole.height);
	if (scale >= 1) return whole;
	const smaller = await createImageBitmap(whole, {
		resizeWidth: Math.round(whole.width * scale),
		resizeHeight: Math.round(whole.height * scale),
		resizeQuality: "high",
	});
	whole.close();
	return smaller;
}
