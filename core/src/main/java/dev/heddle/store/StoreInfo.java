package dev.heddle.store;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a store as a whole. What a kind of store does not have is null.
 *
 * @param kind {@code postgresql} or {@code sqlite}
 * @param url as it may be shown: without a password
 * @param exists whether there is a store
 * @param schema the name of the schema in its database
 * @param schemaVersion the version of the tables that are there; 0 if there are none
 * @param knownVersion the newest version that this program knows
 * @param server the server and its version
 * @param file the path of the file
 * @param bytes what the store takes on the disk; null also if it is not there
 * @param clients how many living processes, or openings of the store in them, take part in it
 * @param workers how many of their workers live
 * @param mayWrite whether this user may write into it; of one that is not there, whether this user
 *     may create it
 */
public record StoreInfo(
    String kind,
    String url,
    boolean exists,
    @Nullable String schema,
    int schemaVersion,
    int knownVersion,
    @Nullable String server,
    @Nullable String file,
    @Nullable Long bytes,
    @Nullable Integer clients,
    @Nullable Integer workers,
    boolean mayWrite) {}
