package io.onefold.activation.campaign;

/** What became of the lists at the partners when this service's store was restored. */
public enum AfterRestore {
    /** They were emptied there: they are told anew, from the first member on. */
    LISTS_EMPTIED,
    /** The store lost nothing, as when a standby took over that had everything: what stands in it goes on. */
    NOTHING_LOST
}
