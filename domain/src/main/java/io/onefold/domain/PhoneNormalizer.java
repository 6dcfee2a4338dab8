package io.onefold.domain;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;

/** Phone numbers in E.164; a number without a country is taken to be of {@link #HOME_REGION}. */
final class PhoneNormalizer {
    static final String HOME_REGION = "US";

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    private PhoneNormalizer() {}

    static Identifier normalize(String raw) {
        String dialled = dialled(raw);
        try {
            PhoneNumber number = PHONES.parse(dialled, HOME_REGION);
            if (PHONES.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE && !allZeros(number)) {
                return new Identifier(IdentifierNormalizer.PHONE, PHONES.format(number, PhoneNumberFormat.E164), true);
            }
        } catch (NumberParseException notAPhoneNumber) {
            return new Identifier(IdentifierNormalizer.PHONE, dialled, false);
        }
        return new Identifier(IdentifierNormalizer.PHONE, dialled, false);
    }

    /** Digits and a leading plus. The international prefix 00 becomes +, as the library only knows the one that the home region dials. */
    private static String dialled(String raw) {
        StringBuilder kept = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if ((c >= '0' && c <= '9') || (c == '+' && kept.isEmpty())) {
                kept.append(c);
            }
        }
        return kept.indexOf("00") == 0 ? "+" + kept.substring(2) : kept.toString();
    }

    private static boolean allZeros(PhoneNumber number) {
        return number.getNationalNumber() == 0;
    }
}
