/** What a user says the software is for; see {@link purposes}. */
export const purposeIds = ["own-voice", "agreed", "care-or-safety", "work-or-education"] as const;

/** One of {@link purposeIds}. */
export type PurposeId = (typeof purposeIds)[number];

/** A purpose as it is offered to the user. */
export interface Purpose {
	readonly id: PurposeId;
	readonly title: string;
	readonly description: string;
	/** Whose voices may be analysed. */
	readonly voices: "own" | "agreed";
	/** What the persons who are recorded are to be told; empty where there is nobody else. */
	readonly notice: string;
}

const notice =
	"Your voice is recorded and a program estimates which expression it sounds most like. It can be wrong, it does " +
	"not know what you feel, and nothing may be decided about you by it alone. You may refuse, ask for the recording " +
	"and the result, and have both deleted.";

/** The purposes that can be chosen at set-up, and what each of them allows. */
export const purposes: readonly Purpose[] = [
	{
		id: "own-voice",
		title: "My own voice",
		description: "You record yourself and look at how you sound. Nothing is estimated about anybody else.",
		voices: "own",
		notice: "",
	},
	{
		id: "agreed",
		title: "People who agreed: research, acting, language, games, accessibility",
		description:
			"You analyse recordings of people who were told what happens and agreed to it, outside work and education.",
		voices: "agreed",
		notice,
	},
	{
		id: "care-or-safety",
		title: "Medical or safety reasons",
		description:
			"The one exception that Article 5(1)(f) of the EU AI Act makes for work and education. Other law, such as " +
			"that on medical devices, may apply: this software is no medical device.",
		voices: "agreed",
		notice,
	},
	{
		id: "work-or-education",
		title: "At work or in education",
		description:
			"The EU AI Act (Article 5(1)(f)) bans inferring people's emotions at work and in education, except for " +
			"medical or safety reasons. So here the software offers reflection on your own voice, and nothing about others.",
		voices: "own",
		notice: "",
	},
];

/** What the software can and cannot do, shown beside the purposes and on the home page. */
export const limits: readonly string[] = [
	"It says which expression a voice sounds most like, never what a person feels.",
	"It learned from acted recordings of a few dozen speakers; everyday speech, other languages and other voices are harder.",
	"It may say that it is not sure, and why. Every result leads to the model's card with its measured errors.",
	"It must not be the reason for a decision about a person.",
	"This is not legal advice.",
];
