package io.onefold.sample.generator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Somebody with an account: browses before and after signing in, on several devices, and may be known to the CRM as well. */
final class AccountLife {
    /** The site keeps them signed in and says who it is with every page. */
    private static final int REMEMBERED = 200;

    private static final int HAS_APP = 350;
    private static final int USES_APP = 400;
    private static final int USES_SHARED = 300;
    private static final int SIGNS_IN = 200;
    private static final int HAS_NUMBER = 600;
    private static final int CHANGES_ADDRESS = 30;
    private static final int TYPES_JUNK = 10;
    private static final int THIRD_PARTY = 200;
    private static final int CALLS = 150;
    private static final int CALLS_FROM_OWN_NUMBER = 600;
    private static final int[] SITE_TELEPHONE_GUEST = {92, 5, 3};
    private static final List<Integer> THIRD_PARTY_DAYS = List.of(30, 90, 180);
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final Actor actor;
    private final Dice dice;
    private final Bond bond;
    private final Habits habits;
    private final Shopping shopping;
    private final List<Device> browsers = new ArrayList<>();
    private final Optional<Device> app;
    private final Instant addressChanges;
    private final Optional<String> phone;
    private final Dossier dossier;

    AccountLife(Actor actor, Bond bond) {
        this.actor = actor;
        this.dice = actor.dice();
        this.bond = bond;
        this.habits = Habits.of(actor.recipe(), dice);
        this.shopping = new Shopping(actor);
        boolean remembered = dice.chance(REMEMBERED);
        for (int count = 1 + dice.weighted(60, 30, 10); count > 0; count--) {
            browsers.add(new Device(actor.ids().cookie(), false, remembered));
        }
        this.app = dice.chance(HAS_APP) ? Optional.of(actor.app()) : Optional.empty();
        this.addressChanges = dice.chance(CHANGES_ADDRESS)
                ? Calendar.pick(dice, firstVisit().plus(AN_HOUR), actor.recipe().asOf())
                : actor.recipe().asOf();
        this.phone = actor.person()
                .phone()
                .filter(number -> bond.kind() != Bond.Kind.TELEPHONE)
                .filter(number -> dice.chance(HAS_NUMBER));
        this.dossier = new Dossier(actor, bond, phone, habits.joined());
    }

    private Instant firstVisit() {
        return habits.visits().get(0).at();
    }

    void live() {
        dossier.write();
        List<Device> devices = devices(habits.visits().size());
        shop(devices);
        Device usual = devices.get(devices.size() - 1);
        if (shopping.isPast(addressChanges)) {
            signIn(usual, addressChanges);
        }
        new MailLife(actor, habits.joined()).receive(later -> comeBack(later, usual));
        call();
        soldToOthers(new LinkedHashSet<>(devices));
    }

    /** One browser after the other, as cookies come and go, the app in between, and the shared one at least once. */
    private List<Device> devices(int visits) {
        Optional<Device> shared = bond.browser(actor.recipe());
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < visits; i++) {
            if (shared.isPresent() && (i == 0 || dice.chance(USES_SHARED))) {
                devices.add(shared.get());
            } else if (app.isPresent() && dice.chance(USES_APP)) {
                devices.add(app.get());
            } else {
                devices.add(browsers.get(i * browsers.size() / visits));
            }
        }
        return devices;
    }

    /** Signs in with the first visit, and on each device at the latest with the last: else they would be nobody there. */
    private void shop(List<Device> devices) {
        for (int i = 0; i < devices.size(); i++) {
            Device device = devices.get(i);
            boolean last = devices.lastIndexOf(device) == i;
            Consumer<Instant> signIn = i == 0
                    ? at -> register(device, at)
                    : last || dice.chance(SIGNS_IN) ? at -> signIn(device, at) : at -> {};
            visit(habits.visits().get(i), device, signIn);
        }
    }

    private void visit(Habits.Visit visit, Device device, Consumer<Instant> signIn) {
        int way = visit.buys() ? dice.weighted(SITE_TELEPHONE_GUEST) : 0;
        Instant end = shopping.visit(visit.at(), device, visit.buys() && way == 0, signIn);
        if (visit.buys()) {
            switch (way) {
                case 1 -> shopping.buy(end, List.of(actor.person().user(), address(end)));
                case 2 -> buyAsGuest(end);
                default ->
                    shopping.buy(end, List.of(device.handle(), actor.person().user(), address(end)));
            }
        }
    }

    /** From another cookie, which only the address connects. */
    private void buyAsGuest(Instant at) {
        Device other = actor.browser();
        Instant end = shopping.visit(at, other, true, now -> actor.browsing().leaveAddress(other, now, address(now)));
        shopping.buy(end, List.of(other.handle(), address(end)));
    }

    private void register(Device device, Instant at) {
        if (dossier.needsTheNumberTyped()) {
            actor.browsing().signIn(device, at, actor.email(), Handle.phone(dice, phone.orElseThrow()));
        } else {
            actor.browsing().signIn(device, at, actor.email());
        }
        bond.address(dice).ifPresent(shared -> actor.browsing().signIn(device, at.plusSeconds(2), shared));
    }

    private void signIn(Device device, Instant at) {
        actor.browsing().signIn(device, at, address(at));
        if (dice.chance(TYPES_JUNK)) {
            actor.browsing().signIn(device, at.plusSeconds(2), Handle.junk(Handle.EMAIL, "test@example.com"));
        }
    }

    private Handle address(Instant at) {
        return at.isBefore(addressChanges)
                ? actor.email()
                : Handle.email(dice, actor.person().email("new"));
    }

    private void comeBack(Instant at, Device device) {
        if (shopping.isPast(at.plus(AN_HOUR))) {
            visit(new Habits.Visit(at, true), device, now -> signIn(device, now));
        }
    }

    private void call() {
        if (dice.chance(CALLS)) {
            Instant at = Calendar.pick(dice, habits.joined(), actor.recipe().asOf());
            actor.contacts()
                    .contact(
                            at,
                            phone.filter(number -> dice.chance(CALLS_FROM_OWN_NUMBER))
                                    .map(number -> Handle.phone(dice, number))
                                    .orElseGet(() -> address(at)));
        }
    }

    /** Of a shared browser only one of the two has its row, as there is one for each cookie. */
    private void soldToOthers(Iterable<Device> devices) {
        for (Device device : devices) {
            boolean own = !bond.browser(actor.recipe()).equals(Optional.of(device))
                    || actor.person().number() % 2 == 0;
            if (dice.chance(THIRD_PARTY) && own) {
                Instant synced = actor.recipe()
                        .begin()
                        .plus(Duration.ofDays(dice.below(actor.recipe().days())));
                actor.records()
                        .thirdParty(device.cookie(), synced, synced.plus(Duration.ofDays(dice.one(THIRD_PARTY_DAYS))));
            }
        }
    }
}
