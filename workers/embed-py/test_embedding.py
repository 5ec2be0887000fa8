"""Run with: python -m unittest (in this folder; needs no package)."""

import math
import unittest

from embedding import cosine, embed, statistics_of


class EmbeddingTest(unittest.TestCase):
    def test_equal_texts_have_equal_vectors_of_length_one(self):
        vector = embed("The quick brown fox")
        self.assertEqual(vector, embed("the QUICK brown fox"))
        self.assertAlmostEqual(math.fsum(value * value for value in vector), 1.0)

    def test_a_text_without_words_has_the_zero_vector(self):
        self.assertEqual(set(embed(" ... ")), {0.0})

    def test_a_related_text_is_nearer_than_an_unrelated_one(self):
        query = embed("how to train a neural network")
        related = cosine(query, embed("training neural networks on a GPU"))
        unrelated = cosine(query, embed("a recipe for apple pie with cinnamon"))
        self.assertGreater(related, unrelated + 0.2)

    def test_figures_about_a_text(self):
        figures = statistics_of("One two two. Three!")
        self.assertEqual((figures.characters, figures.words, figures.distinct_words, figures.sentences), (19, 4, 3, 2))
        self.assertAlmostEqual(figures.word_entropy, 1.5)
        self.assertEqual(statistics_of("").word_entropy, 0.0)


if __name__ == "__main__":
    unittest.main()
