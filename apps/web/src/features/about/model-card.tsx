import { Link } from "wouter";
import { api } from "../../lib/api-client.ts";
import { useAsync } from "../../lib/use-async.ts";
import { Await } from "../../ui/feedback.tsx";
import { Markdown } from "../../ui/markdown.tsx";

const cards = [
	{ model: "speech", href: "/model", title: "Voice" },
	{ model: "face", href: "/model/face", title: "Face" },
] as const;

/** The card of a shipped model, and the way to the other's. */
export function ModelCard({ of }: { readonly of: (typeof cards)[number]["model"] }) {
	const card = useAsync(of, () => api.card(of));
	return (
		<div className="page prose">
			<nav className="segmented tabs" aria-label="Model cards">
				{cards.map(({ model, href, title }) => (
					<Link
						key={model}
						href={href}
						className="button small"
						aria-current={of === model ? "page" : undefined}
					>
						{title}
					</Link>
				))}
			</nav>
			<Await of={card}>{(text) => <Markdown text={text} />}</Await>
		</div>
	);
}
