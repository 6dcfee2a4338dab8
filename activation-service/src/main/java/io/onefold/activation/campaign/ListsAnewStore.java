package io.onefold.activation.campaign;

import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;

/** Forgets what stands on the lists. Over all buckets, at the operator's word only. */
@ApplicationScoped
class ListsAnewStore {
    private static final String FORGET_ROWS = "delete from list_row";

    private static final String FORGET_CHANGES = "delete from list_change";

    private static final String DROP_FILES = """
            update list_file set state = 'DROPPED', next_attempt_at = null where state = 'PLANNED'""";

    // Numbers go on above those that the lost time gave: a partner reads in order of the names.
    private static final String SKIP_NUMBERS = "update destination_run set files = files + 1000000";

    private static final String NOTHING_STANDS = "update list_entry set on_list = false where on_list";

    void forget(Transaction tx) {
        tx.execute(FORGET_ROWS);
        tx.execute(FORGET_CHANGES);
        tx.execute(DROP_FILES);
        tx.execute(SKIP_NUMBERS);
        tx.execute(NOTHING_STANDS);
    }
}
