import { useEffect, useId, useState } from "react";
import { listDevices } from "../lib/live/device-refusal.ts";

/** A choice among the microphones or cameras there are, kept up as they come and go. */
export function DeviceSelect({
	device,
	value,
	onChange,
	isTitled = false,
}: {
	readonly device: "microphone" | "camera";
	readonly value: string;
	readonly onChange: (deviceId: string) => void;
	/** Whether its name stands above it; otherwise only a screen reader says it. */
	readonly isTitled?: boolean;
}) {
	const id = useId();
	const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
	useEffect(() => {
		const read = (): void => void listDevices(device).then(setDevices);
		read();
		// Names become known once a device was allowed.
		const timer = setInterval(read, 3000);
		navigator.mediaDevices?.addEventListener("devicechange", read);
		return () => {
			clearInterval(timer);
			navigator.mediaDevices?.removeEventListener("devicechange", read);
		};
	}, [device]);
	const name = device === "microphone" ? "Microphone" : "Camera";
	return (
		<div className="field">
			<label htmlFor={id} className={isTitled ? undefined : "visually-hidden"}>
				{name}
			</label>
			<select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
				<option value="">The browser's choice</option>
				{devices.map((each, i) => (
					<option key={each.deviceId} value={each.deviceId}>
						{each.label || `${name} ${i + 1}`}
					</option>
				))}
			</select>
		</div>
	);
}
