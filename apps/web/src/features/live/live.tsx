import { useEffect, useRef, useState } from "react";
import { Redirect } from "wouter";
import { type LiveOptions, type LiveSession, startLiveSession } from "../../lib/live/live-session.ts";
import { useRecordingRules } from "../../lib/use-recording-rules.ts";
import { Running } from "./running.tsx";
import { Setup } from "./setup.tsx";
import { Summary } from "./summary.tsx";
import "./live.css";

/** Voice and face while they happen: first what to use, then the session, then its summary. */
export function LivePage() {
	const rules = useRecordingRules();
	const [session, setSession] = useState<LiveSession | null>(null);
	const [ended, setEnded] = useState(false);
	const open = useRef<LiveSession | null>(null);
	useEffect(
		() => () => {
			void open.current?.close();
			open.current = null;
		},
		[],
	);
	if (rules.purposeMissing) return <Redirect to="/studio" replace />;
	const start = (options: LiveOptions): void => {
		open.current = startLiveSession(options);
		setEnded(false);
		setSession(open.current);
	};
	const end = async (): Promise<void> => {
		await session?.end();
		setEnded(true);
	};
	const again = async (): Promise<void> => {
		await session?.close();
		open.current = null;
		setSession(null);
	};
	if (session === null) return <Setup ownVoiceOnly={rules.ownVoiceOnly} onStart={start} />;
	if (ended) return <Summary session={session} rules={rules} onAgain={() => void again()} />;
	return <Running session={session} onEnd={() => void end()} />;
}
