import { emotions, isEmotion, UndertoneError } from "@undertone/core";
import type { LiveCondition } from "@undertone/recognize";

/**
 * A condition as written on the command line: `angry:0.7:2` is anger of at least 70 % for two seconds.
 *
 * @throws {UndertoneError} `usage` if it is none.
 */
export function parseCondition(text: string): LiveCondition {
	const [label = "", score = "", seconds = "0", ...rest] = text.split(":");
	const condition = { score: Number(score), seconds: Number(seconds) };
	const rightly = condition.score > 0 && condition.score <= 1 && condition.seconds >= 0 && rest.length === 0;
	if (isEmotion(label) && score !== "" && rightly) return { label, ...condition };
	throw new UndertoneError(
		"usage",
		`live: --when must be LABEL:SCORE:SECONDS, such as angry:0.7:2, with one of ${emotions.join(", ")}, got "${text}".`,
	);
}
