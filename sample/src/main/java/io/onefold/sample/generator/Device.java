package io.onefold.sample.generator;

/**
 * What somebody browses with.
 *
 * @param app whether it is the app, else a browser
 * @param names whether everything that comes from it says who is signed in; so it is where several people share it
 */
record Device(String cookie, boolean app, boolean names) {

    String channel() {
        return app ? "mobile" : "web";
    }

    Handle handle() {
        return Handle.exact(Handle.COOKIE, cookie);
    }
}
