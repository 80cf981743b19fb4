import type { ReactNode } from "react";

function icon(children: ReactNode, className = "card-icon") {
	return (
		<svg
			className={className}
			viewBox="0 0 24 24"
			fill="none"
			stroke="currentColor"
			strokeWidth="1.7"
			aria-hidden="true"
		>
			{children}
		</svg>
	);
}

/** An arrow into a tray. */
export const UploadIcon = () =>
	icon(
		<path
			d="M12 15V4m0 0L8 8m4-4 4 4M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3"
			strokeLinecap="round"
			strokeLinejoin="round"
		/>,
	);

/** A microphone. */
export const MicrophoneIcon = () =>
	icon(
		<path
			d="M12 15a3.5 3.5 0 0 0 3.5-3.5v-5a3.5 3.5 0 1 0-7 0v5A3.5 3.5 0 0 0 12 15Zm6.5-4a6.5 6.5 0 0 1-13 0M12 17.5V21"
			strokeLinecap="round"
			strokeLinejoin="round"
		/>,
	);

/** Bars of a sound. */
export const WaveIcon = () => icon(<path d="M4 10v4m4-8v12m4-15v18m4-14v10m4-7v4" strokeLinecap="round" />);

/** Lines of a list. */
export const HistoryIcon = () => icon(<path d="M4 6h16M4 12h16M4 18h10" strokeLinecap="round" />);

/** A wave within a circle that is open. */
export const LiveIcon = () =>
	icon(
		<path
			d="M5.6 18.4a9 9 0 1 1 12.8 0M7 12h2l1.5-4 3 8 1.5-4h2"
			strokeLinecap="round"
			strokeLinejoin="round"
		/>,
	);

/** A face in a frame. */
export const FaceIcon = () =>
	icon(
		<path
			d="M4 8V6a2 2 0 0 1 2-2h2m8 0h2a2 2 0 0 1 2 2v2m0 8v2a2 2 0 0 1-2 2h-2m-8 0H6a2 2 0 0 1-2-2v-2m5-6v.5m6-.5v.5M9 14.5c1.6 1.7 4.4 1.7 6 0"
			strokeLinecap="round"
			strokeLinejoin="round"
		/>,
	);

/** A filled square. */
export const StopIcon = () => (
	<svg viewBox="0 0 24 24" aria-hidden="true">
		<rect x="7" y="7" width="10" height="10" rx="2" fill="currentColor" />
	</svg>
);

/** The mark of Undertone: a wave. */
export const Mark = () => (
	<svg
		viewBox="0 0 32 32"
		fill="none"
		stroke="currentColor"
		strokeWidth="2.4"
		strokeLinecap="round"
		aria-hidden="true"
	>
		<path d="M3 17c3.2 0 3.2-8 6.4-8s3.2 16 6.4 16S19 11 22.2 11 25.8 17 29 17" />
	</svg>
);
