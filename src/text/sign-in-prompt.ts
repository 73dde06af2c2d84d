/** What Teams shows while it signs a person in, where it shows anything. */
export const signInPrompt = 'Sign in, so that I can do this in your name.';
/** The button for an organization whose admin has not agreed yet to what the bot may do. */
export const signInButton = 'Ask an admin to agree';
/** For a client that knows no sign-in by a button. */
export const signInElsewhere =
  'This is done in your name, and here I can’t ask you to sign in. Nothing was done. Press the button in Teams on a computer or phone.';
