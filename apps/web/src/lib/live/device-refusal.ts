/** Why a microphone or camera could not be opened, as a sentence for the user. */
function deviceRefusal(error: unknown, device: "microphone" | "camera"): string {
	const name = error instanceof DOMException ? error.name : "";
	if (name === "NotAllowedError")
		return `The ${device} was refused. Allow it in the browser's address bar, then try again.`;
	if (name === "NotFoundError" || name === "OverconstrainedError")
		return `No such ${device} was found. Connect one, or choose another.`;
	if (name === "NotReadableError" || name === "AbortError")
		return `The ${device} is in use by another program, or broken off.`;
	return `The ${device} could not be opened: ${error instanceof Error ? error.message : String(error)}`;
}

/**
 * Asks the browser for a device.
 *
 * @throws {Error} With a sentence: refused, missing, in use, or a page that is not secure.
 */
export async function openDevice(
	constraints: MediaStreamConstraints,
	device: "microphone" | "camera",
): Promise<MediaStream> {
	if (navigator.mediaDevices === undefined) {
		throw new Error(`A ${device} needs a secure page: open the studio on this computer, or by HTTPS.`);
	}
	return navigator.mediaDevices.getUserMedia(constraints).catch((error: unknown) => {
		throw new Error(deviceRefusal(error, device));
	});
}

/** Microphones or cameras there are; names are known only once one was allowed. */
export async function listDevices(device: "microphone" | "camera"): Promise<MediaDeviceInfo[]> {
	if (navigator.mediaDevices === undefined) return [];
	const kind = device === "microphone" ? "audioinput" : "videoinput";
	const all = await navigator.mediaDevices.enumerateDevices();
	return all.filter((each) => each.kind === kind && each.deviceId !== "");
}
