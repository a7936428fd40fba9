// Where the page starts: decide who this window is, open that account's chat, and put the screen on it.
import { Api } from './api.js';
import { Chat } from './chat.js';
import { Session, accountOfThisWindow } from './session.js';
import { claim } from './windows.js';
import { anotherIn, handleIn } from './rules/links.js';
import { inviteIn } from './rules/groups.js';
import { Welcome } from './views/welcome.js';
import { Screen } from './views/screen.js';

let current = null; // { session, chat, screen } while signed in

const api = new Api(() => current?.session.token ?? null);
const welcome = new Welcome({ api, entered: enter });
const invitedBy = () => handleIn(location.pathname);

async function enter(account) {
  const session = new Session(api, account);
  claim(account);
  current = { session };
  // An account kept from another day may have outlived its token; the server would close the socket over it.
  if (session.expired) await session.refresh().catch(() => {});
  const chat = await Chat.open(session, api).catch((error) => {
    session.stop();
    current = null;
    throw error;
  });
  welcome.hide();
  const screen = new Screen({ chat, actions: { signIn: signInAgain, signOut: () => leave(), wipe: () => leave({ wipe: true }) } });
  current = { session, chat, screen };
  chat.connection.start();
  navigator.storage?.persist?.().catch(() => {}); // ask the browser not to clear messages away when it runs short of space
  const handle = invitedBy();
  const token = inviteIn(location.pathname);
  if (token) {
    history.replaceState(null, '', '/');
    await screen.invited(token);
  } else if (handle) {
    history.replaceState(null, '', '/');
    await screen.list.find(handle);
  } else {
    if (anotherIn(location.search) !== null) history.replaceState(null, '', '/');
    await screen.resume();
  }
}

/** The session has ended but the device and its messages stay: the same account signs in again. */
async function signInAgain() {
  const { session, chat, screen } = current;
  screen.end();
  session.stop();
  chat.store.close();
  current = null;
  await welcome.show({ again: session.account });
}

async function leave({ wipe = false } = {}) {
  const { session, chat, screen } = current;
  chat.connection.stop('signed_out');
  await api.signOut().catch(() => {}); // offline, the tokens run out by themselves
  await chat.close({ wipe });
  screen.end();
  session.leave({ forget: wipe });
  claim(null);
  current = null;
  history.replaceState(null, '', '/');
  await welcome.show();
}

const another = anotherIn(location.search);
const account = accountOfThisWindow();
if (another !== null) await welcome.show({ another });
else if (account) await welcome.enter(account);
else await welcome.show({ handle: invitedBy(), group: inviteIn(location.pathname) !== null });
