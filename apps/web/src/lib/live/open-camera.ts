import { openDevice } from "./device-refusal.ts";

/** A camera and the element its picture runs in; `close` gives it back. */
export interface CameraInput {
	/** To be put into the page. */
	readonly video: HTMLVideoElement;
	readonly settings: MediaTrackSettings;
	readonly label: string;
	readonly muted: boolean;
	close(): void;
}

/** What a camera tells. */
interface CameraEvents {
	/** A frame was shown; not while the page is hidden. */
	readonly onFrame: (video: HTMLVideoElement) => void;
	/** It was unplugged or taken away. */
	readonly onEnded: () => void;
	readonly onMuted: (muted: boolean) => void;
}

/**
 * Opens a camera.
 *
 * @throws {Error} With a sentence for the user.
 */
export async function openCamera(
	deviceId: string,
	{ onFrame, onEnded, onMuted }: CameraEvents,
): Promise<CameraInput> {
	const stream = await openDevice(
		{
			video: {
				width: { ideal: 640 },
				height: { ideal: 480 },
				frameRate: { ideal: 30 },
				...(deviceId === "" ? { facingMode: "user" } : { deviceId: { exact: deviceId } }),
			},
		},
		"camera",
	);
	const video = document.createElement("video");
	video.muted = true;
	video.playsInline = true;
	video.srcObject = stream;
	await video.play().catch(() => undefined);
	let open = true;
	const next = (): void => {
		if (!open) return;
		if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(frame);
		else requestAnimationFrame(frame);
	};
	const frame = (): void => {
		if (open && video.videoWidth > 0) onFrame(video);
		next();
	};
	next();
	// Browsers may stop the picture while the page is hidden or the computer sleeps.
	const wake = (): void => {
		if (!document.hidden && video.paused) video.play().catch(() => undefined);
	};
	document.addEventListener("visibilitychange", wake);
	const [track] = stream.getVideoTracks();
	const mute = (): void => onMuted(true);
	const unmute = (): void => onMuted(false);
	track?.addEventListener("ended", onEnded);
	track?.addEventListener("mute", mute);
	track?.addEventListener("unmute", unmute);
	return {
		video,
		settings: track?.getSettings() ?? {},
		label: track?.label ?? "",
		muted: track?.muted ?? false,
		close: () => {
			open = false;
			document.removeEventListener("visibilitychange", wake);
			track?.removeEventListener("ended", onEnded);
			track?.removeEventListener("mute", mute);
			track?.removeEventListener("unmute", unmute);
			for (const each of stream.getTracks()) each.stop();
			video.srcObject = null;
			video.remove();
		},
	};
}
