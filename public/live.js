// One event stream for all tabs of a browser. Of the tabs that can be seen one holds the lock and reads the stream; it tells the others on the
// channel. HTTP/1.1 gives an origin six connections: a stream for each tab would leave none for the seventh.
const NAME = "vestibule-changes";
const RETRY_MS = 60_000;
const GRACE_MS = 5_000;
const root = document.documentElement;
/** The number of the last change that this page knows of. */
let known = "";
/** Stops following, while the tab follows. */
let leave;

const isLive = () => root.hasAttribute("data-live");

/** Takes the number that the server has for now; "" where the stream is cut. The islands are told what is new to this page. */
function hear(number) {
  const was = isLive();
  root.toggleAttribute("data-live", number !== "");
  if (was ? number === known : !number) return;
  known = number || known;
  dispatchEvent(new Event("vestibule:changed"));
}

/** Reads the stream until the tab is hidden. The browser resumes one that is cut, and gives up one that is refused. */
function read(tell, signal) {
  const stream = new EventSource("/events");
  let late;
  stream.onmessage = ({ data }) => tell(data);
  stream.onerror = () => {
    // A cut is often over in a moment, and a page that is being left has cut its own.
    late ??= setTimeout(() => {
      late = undefined;
      if (signal.aborted || stream.readyState === EventSource.OPEN) return;
      tell("");
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => signal.aborted || read(tell, signal), RETRY_MS);
    }, GRACE_MS);
  };
  signal.addEventListener("abort", () => stream.close());
}

/**
 * A tab that is seen follows. One that is hidden leaves that to others; so does a prerendered one, which is hidden until it is activated and is
 * told of that by the same event ("Prerendering Revamped", the HTML standard's page visibility).
 */
function follow() {
  if (document.visibilityState !== "visible") {
    leave?.();
    leave = undefined;
    return;
  }
  if (leave) return;
  const tab = new AbortController();
  const { signal } = tab;
  const channel = new BroadcastChannel(NAME);
  let leads = false;
  leave = () => {
    channel.close();
    tab.abort();
  };
  channel.onmessage = ({ data }) => {
    if (data !== NAME) hear(data);
    // Also that the stream is cut: a tab that comes back into sight may remember it as it was.
    else if (leads) channel.postMessage(isLive() ? known : "");
  };
  // Whoever comes asks what it has missed.
  channel.postMessage(NAME);
  const lead = () =>
    new Promise((done) => {
      if (signal.aborted) return done();
      leads = true;
      signal.addEventListener("abort", done);
      read((number) => {
        hear(number);
        channel.postMessage(number);
      }, signal);
    });
  // Refused only where the tab is hidden before its turn.
  navigator.locks.request(NAME, { signal }, lead).catch(() => {});
}

/** Where the browser lacks any of this, the islands ask now and then, as they do while there is no stream. */
export function live() {
  if (!navigator.locks || !self.BroadcastChannel || !self.EventSource) return;
  document.addEventListener("visibilitychange", follow);
  follow();
}
