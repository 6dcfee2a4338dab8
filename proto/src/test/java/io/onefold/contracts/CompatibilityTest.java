package io.onefold.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way to break callers is found, by changing one text in a contract. */
class CompatibilityTest {
    private static final String LANDED = """
            syntax = "proto3";
            package onefold.shop.v1;
            service ShopService {
              rpc Sell(SellRequest) returns (SellResponse);
              rpc Watch(WatchRequest) returns (stream WatchResponse);
            }
            message SellRequest {
              reserved 7, 9 to 12;
              reserved "price";
              string name = 1;
              repeated string tags = 2;
              int64 cents = 3;
              oneof key {
                string sku = 4;
                string ean = 5;
              }
              Kind kind = 6;
              map<string, int64> stock = 8;
              enum Kind {
                KIND_UNSPECIFIED = 0;
                KIND_NEW = 1;
                KIND_USED = 2;
              }
            }
            message SellResponse {}
            message WatchRequest {}
            message WatchResponse {
              string line = 1;
            }
            """;

    private static final String SELL = "onefold.shop.v1.SellRequest";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // A number that is used again, for something else.
                "int64 cents = 3;                    | bool gift = 3;                | SellRequest 3: cents int64 as cents, is now SellRequest 3: gift bool as gift",
                "int64 cents = 3;                    | int32 cents = 3;              | SellRequest 3: cents int64 as cents, is now SellRequest 3: cents int32 as cents",
                "Kind kind = 6;                      | string kind = 6;              | SellRequest 6: kind SellRequest.Kind as kind, is now SellRequest 6: kind string as kind",
                "string name = 1;                    | string title = 1;             | SellRequest 1: name string as name, is now SellRequest 1: title string as title",
                "string name = 1;                    | string name = 1 [json_name = `n`]; | SellRequest 1: name string as name, is now SellRequest 1: name string as n",
                "string name = 1;                    | string name = 20;             | SellRequest 1: name string as name is gone: reserve 1 and `name`",
                "string name = 1;                    | ~~                            | SellRequest 1: name string as name is gone: reserve 1 and `name`",
                "string name = 1;                    | reserved 1;                   | SellRequest 1: name string as name is gone: reserve 1 and `name`",
                "string name = 1;                    | reserved `name`;              | SellRequest 1: name string as name is gone: reserve 1 and `name`",
                "string name = 1;                    | repeated string name = 1;     | SellRequest 1: name string as name, is now SellRequest 1: name repeated string as name",
                "string name = 1;                    | optional string name = 1;     | SellRequest 1: name string as name, is now SellRequest 1: name optional string as name",
                "repeated string tags = 2;           | string tags = 2;              | SellRequest 2: tags repeated string as tags, is now SellRequest 2: tags string as tags",
                "string ean = 5; }                   | } string ean = 5;             | SellRequest 5: ean string in oneof key as ean, is now SellRequest 5: ean string as ean",
                "oneof key { string sku = 4;         | string sku = 4; oneof key {   | SellRequest 4: sku string in oneof key as sku, is now SellRequest 4: sku string as sku",
                "map<string, int64> stock            | map<string, string> stock     | SellRequest.StockEntry 2: value int64 as value, is now SellRequest.StockEntry 2: value string as value",
                "KIND_USED = 2;                      | ~~                            | SellRequest.Kind 2: KIND_USED is gone: reserve 2 and `KIND_USED`",
                "KIND_USED = 2;                      | KIND_OLD = 2;                 | SellRequest.Kind 2: KIND_USED, is now SellRequest.Kind 2: KIND_OLD",
                "reserved 7, 9 to 12;                | reserved 9 to 12;             | SellRequest no longer reserves 7 to 7",
                "reserved 7, 9 to 12;                | reserved 7, 9 to 11; bool late = 12; | SellRequest no longer reserves 9 to 12",
                "reserved `price`;                   | string price = 30;            | SellRequest no longer reserves `price`",
                "rpc Sell(SellRequest) returns (SellResponse); | ~~                  | rpc onefold.shop.v1.ShopService.Sell is gone",
                "returns (SellResponse);             | returns (WatchResponse);      | rpc onefold.shop.v1.ShopService.Sell was (SellRequest) returns (onefold.shop.v1.SellResponse), is (SellRequest) returns (onefold.shop.v1.WatchResponse)",
                "returns (stream WatchResponse);     | returns (WatchResponse);      | rpc onefold.shop.v1.ShopService.Watch was (onefold.shop.v1.WatchRequest) returns (stream onefold.shop.v1.WatchResponse), is (onefold.shop.v1.WatchRequest) returns (onefold.shop.v1.WatchResponse)",
                "rpc Watch(WatchRequest)             | rpc Watch(stream WatchRequest) | rpc onefold.shop.v1.ShopService.Watch was (onefold.shop.v1.WatchRequest) returns (stream onefold.shop.v1.WatchResponse), is (stream onefold.shop.v1.WatchRequest) returns (stream onefold.shop.v1.WatchResponse)",
            })
    void whatBreaksCallersIsFound(String text, String instead, String breach) throws Exception {
        String expected = breach.replace('`', '"').replaceAll("(?<!v1\\.)SellRequest", SELL);
        assertEquals(List.of(expected), breachesAfter(text.replace('`', '"'), instead.replace('`', '"')));
    }

    @Test
    void aTypeThatIsGoneIsToldOnce() throws Exception {
        assertEquals(
                List.of("message onefold.shop.v1.SellResponse is gone", "rpc onefold.shop.v1.ShopService.Sell is gone"),
                breachesAfter("message SellResponse {}", "", "rpc Sell(SellRequest) returns (SellResponse);", ""));
    }

    @Test
    void whatIsAddedOrReservedBreaksNobody() throws Exception {
        assertEquals(List.of(), breachesAfter("int64 cents = 3;", "int64 cents = 3; string note = 13;"));
        assertEquals(List.of(), breachesAfter("KIND_USED = 2;", "KIND_USED = 2; KIND_LENT = 3;"));
        assertEquals(List.of(), breachesAfter("string ean = 5;", "string ean = 5; string isbn = 13;"));
        assertEquals(List.of(), breachesAfter("int64 cents = 3;", "reserved 3; reserved \"cents\";"));
        assertEquals(List.of(), breachesAfter("KIND_USED = 2;", "reserved 2; reserved \"KIND_USED\";"));
        assertEquals(List.of(), breachesAfter("reserved 7, 9 to 12;", "reserved 9, 10 to 14, 7;"));
        assertEquals(
                List.of(),
                breachesAfter("message SellResponse {}", "message SellResponse {} message More { string a = 1; }"));
    }

    @Test
    void whatIsAddedHasALine() throws Exception {
        Set<String> before = surface(LANDED).lines();
        Set<String> after = surface(LANDED.replace("int64 cents = 3;", "int64 cents = 3; string note = 13;"))
                .lines();
        after.removeAll(before);
        assertEquals(Set.of(SELL + " 13: note string as note"), after);
    }

    private List<String> breachesAfter(String... changes) throws Exception {
        String changed = LANDED.replaceAll("\\s+", " ");
        for (int i = 0; i < changes.length; i += 2) {
            assertTrue(changed.contains(changes[i]), changes[i] + " does not stand in the contract");
            changed = changed.replace(changes[i], changes[i + 1]);
        }
        return Compatibility.breaches(surface(LANDED), surface(changed));
    }

    private Surface surface(String proto) throws Exception {
        Files.writeString(folder.resolve("shop.proto"), proto);
        return Surface.of(Landed.bare(Protoc.read(folder)));
    }
}
