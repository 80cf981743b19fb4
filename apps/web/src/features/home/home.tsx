import type { Metric } from "@undertone/api";
import { Link, useLocation } from "wouter";
import { percent } from "../../lib/format.ts";
import { useSession } from "../../lib/session.tsx";
import { useConfig } from "../../lib/use-config.ts";
import { FaceIcon, LiveIcon, MicrophoneIcon } from "../../ui/icons.tsx";
import { QuickTry } from "../../ui/quick-try.tsx";

/** What Undertone is and is not, and a try without an account. */
export function Home() {
	const { user } = useSession();
	const [, navigate] = useLocation();
	return (
		<div className="page">
			<section className="hero">
				<div>
					<h1>Hear and see how something is said</h1>
					<p className="lead">
						Undertone listens to a voice, looks at a face, and says which expression it is most like, with
						honest probabilities, on your own machine. When it is not sure, it says so, and why.
					</p>
					<div className="row">
						{user ? (
							<Link className="button primary" href="/studio">
								Open the studio
							</Link>
						) : (
							<Link className="button primary" href="/register">
								Create an account
							</Link>
						)}
						<Link className="button" href="/accuracy">
							How accurate is it?
						</Link>
					</div>
				</div>
				<div className="card">
					<h2>Try it here</h2>
					<p className="soft">
						A recording of a voice, without an account. It stays in this page: nothing is sent anywhere.
					</p>
					<QuickTry onResult={(id) => navigate(`/result/${id}`)} />
				</div>
			</section>
			<section className="cards home-ways" aria-label="Where to begin">
				<Link className="card" href="/upload">
					<MicrophoneIcon />
					<h2>Speech</h2>
					<p className="soft">Upload recordings, one or many: a timeline with what spoke for each label.</p>
				</Link>
				<Link className="card" href="/faces">
					<FaceIcon />
					<h2>Faces</h2>
					<p className="soft">
						In a picture or a video: what moves in them, which expression they look like.
					</p>
				</Link>
				<Link className="card" href="/live">
					<LiveIcon />
					<h2>Live</h2>
					<p className="soft">By microphone, camera or both: voice and face while they happen.</p>
				</Link>
			</section>
			<section className="cards" aria-label="What it is">
				<div className="card">
					<h2>What it is</h2>
					<p>
						A model trained on acted speech in English, German and Polish, and one on pictures of faces. Both
						tell seven expressions: neutral, happiness, sadness, anger, fear, disgust and surprise.{" "}
						<MeasuredAccuracy />
					</p>
				</div>
				<div className="card">
					<h2>What it is not</h2>
					<p>
						Not a lie detector, not a diagnosis, not a judgement. It describes how a voice sounds and a face
						looks, not what a person feels. <Link href="/limits">Purposes and limits</Link>
					</p>
				</div>
				<div className="card">
					<h2>Private by default</h2>
					<p>
						Analysis runs in your browser. With an account, results enter your history: of recordings by
						themselves, of faces and live sessions when you ask for it. Sound is kept only when you tick it, a
						picture never. Everything can be exported and deleted.
					</p>
				</div>
			</section>
		</div>
	);
}

/** How often it was right for new voices, as the installed model says it. */
function MeasuredAccuracy() {
	const [model] = useConfig()?.models ?? [];
	const all = model?.metrics.all as { readonly accuracy?: Metric } | undefined;
	if (model === undefined || all?.accuracy === undefined) return null;
	return (
		<>
			For a voice it had never heard, {percent(all.accuracy.value)} of its answers were right when it had to
			give one; guessing gives {percent(1 / model.labels.length)}.
		</>
	);
}
